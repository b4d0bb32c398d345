//! A stack of any size with a known truth: the input of the benchmarks and of a test of the whole.
//!
//! A unit is a small service, 20 resources of 20 types (`unit.json`); a workload is many of them.
//! It is written twice, as the plan and as the synth output of one program, and each fault of
//! `faults.rs` is planted in one unit of fifty. Nothing in it hangs on a clock or on chance: one
//! number of resources gives one text, byte for byte.

mod faults;
mod resource;
mod write;

use std::fs;
use std::io;
use std::path::Path;

use resource::Unit;

/// Ten specs, each about one subject at a time; each has its fault in [`generate`]'s truth.
pub(crate) const TEN: &str = include_str!("ten.toml");

/// The ten checks of the examples: views and a join among them.
pub(crate) const TEN_CHECKS: &str = include_str!("../../examples/ten-checks.toml");

/// Ninety more, to which every workload holds.
pub(crate) const NINETY: &str = include_str!("ninety.toml");

/// What is planted: this spec must find a fault at this address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Planted {
    /// The id of a spec of [`TEN`].
    pub(crate) spec: &'static str,
    /// The address of the resource.
    pub(crate) address: String,
}

/// One program, as the tools would write it.
pub(crate) struct Workload {
    /// `terraform show -json` of its plan, format 1.2, on one line.
    pub(crate) plan: String,
    /// Its synth output.
    pub(crate) cdk_tf_json: String,
    /// The `manifest.json` beside that.
    pub(crate) manifest: String,
    /// What is wrong with it by the specs of [`TEN`], sorted.
    pub(crate) truth: Vec<Planted>,
    /// What is wrong with it by [`TEN_CHECKS`], sorted.
    pub(crate) checks: Vec<Planted>,
}

/// The workload of about `resources` resources: whole units of 20, at least one.
pub(crate) fn generate(resources: usize) -> Workload {
    let count = (resources / 20).max(1);
    let (mut truth, mut checks) = (Vec::new(), Vec::new());
    let units = (0..count).map(|number| {
        let mut unit = Unit::new(number);
        let planted = faults::plant(&mut unit, number, count);
        checks.extend(planted.iter().filter_map(faults::as_check));
        checks.extend(faults::plant_between(&mut unit, number, count));
        truth.extend(planted);
        unit
    });
    let (plan, cdk_tf_json) = write::both(units);
    truth.sort();
    checks.sort();
    Workload {
        plan,
        cdk_tf_json,
        manifest: write::manifest(),
        truth,
        checks,
    }
}

impl Workload {
    /// Writes `plan.json`, `cdktf.out/`, `specs/` and `truth.json`, what they must find, below
    /// `folder`, and the ten checks with what those must find.
    pub(crate) fn write(&self, folder: &Path) -> io::Result<()> {
        let stack = folder.join("cdktf.out/stacks/orders");
        let specs = folder.join("specs");
        fs::create_dir_all(&stack)?;
        fs::create_dir_all(&specs)?;
        fs::write(folder.join("plan.json"), &self.plan)?;
        fs::write(folder.join("cdktf.out/manifest.json"), &self.manifest)?;
        fs::write(stack.join("cdk.tf.json"), &self.cdk_tf_json)?;
        fs::write(specs.join("ten.toml"), TEN)?;
        fs::write(specs.join("ninety.toml"), NINETY)?;
        let row = |planted: &Planted| serde_json::json!({ "spec": planted.spec, "address": planted.address });
        let write = |name: &str, truth: &[Planted]| {
            let rows: Vec<_> = truth.iter().map(row).collect();
            fs::write(folder.join(name), serde_json::to_string_pretty(&rows)?)
        };
        fs::write(folder.join("ten-checks.toml"), TEN_CHECKS)?;
        write("ten-checks.json", &self.checks)?;
        write("truth.json", &self.truth)
    }
}
