//! The line of a program that made something, read out of the stack trace that cdktf wrote beside it.
//!
//! cdktf 0.21 writes two: `stacktrace` of each annotation into `manifest.json`
//! (`lib/synthesize/synthesizer.js`), unless the context turns traces off, and
//! `//.metadata.stackTrace` of an element into `cdk.tf.json` (`lib/terraform-element.js`), which is
//! left out unless the program asks `constructs` for traces; `docs/reports.md` says how. Both are
//! lists of the frames of V8, without `at`: `new Queues (/home/me/shop/main.ts:42:5)`.

use serde::Deserialize as _;

use super::pairs::{Raw, Str};

/// The packages that a program is run by; their folder says where the program's own is.
const CDKTF: [&str; 2] = ["/node_modules/cdktf/", "/node_modules/cdktn/"];

/// The innermost line of the program itself, as `main.ts:42:5`. `None` where there is none: a trace
/// of another shape, or of a program that is not JavaScript, where the frames are those of jsii.
pub(crate) fn place(trace: Raw<'_>) -> Option<String> {
    let mut reader = serde_json::Deserializer::from_str(trace.get());
    let frames = Vec::<Str<'_>>::deserialize(&mut reader).ok()?;
    let frames: Vec<Frame> = frames.iter().filter_map(|it| Frame::read(&it.0)).collect();
    // The program's folder is the one that cdktf is installed in: names below it are the same on
    // every machine.
    let root = frames.iter().find_map(|frame| {
        let known = CDKTF.iter().any(|name| frame.file.contains(name));
        let (root, _) = frame.file.split_once("/node_modules/")?;
        known.then_some(root)
    })?;
    frames.iter().find_map(|frame| {
        let file = frame.file.strip_prefix(root)?.strip_prefix('/')?;
        // Bindings that `cdktf get` generated are nobody's own lines.
        let foreign = |part: &str| part == "node_modules" || part == ".gen";
        let own = !file.split('/').any(foreign);
        own.then(|| format!("{file}:{}:{}", frame.line, frame.column))
    })
}

struct Frame {
    /// With `/` on every system.
    file: String,
    line: u32,
    column: u32,
}

impl Frame {
    /// `name (file:line:column)`, or the place alone.
    fn read(text: &str) -> Option<Frame> {
        let place = match text.strip_suffix(')') {
            Some(call) => call.rsplit_once('(')?.1,
            None => text,
        };
        let (rest, column) = place.rsplit_once(':')?;
        let (file, line) = rest.rsplit_once(':')?;
        let file = file.strip_prefix("file://").unwrap_or(file);
        Some(Frame {
            file: file.replace('\\', "/"),
            line: line.parse().ok()?,
            column: column.parse().ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    const CDKTF: &str = "new TerraformElement (/me/shop/node_modules/cdktf/lib/element.js:25:19)";

    #[track_caller]
    fn of(frames: &[&str], expected: Option<&str>) {
        let text = serde_json::to_string(frames).unwrap();
        assert_eq!(place(Raw(&text)).as_deref(), expected);
    }

    #[test]
    fn the_innermost_frame_of_the_program_is_the_place() {
        let own = "new Queues (/me/shop/lib/queues.ts:42:5)";
        let outer = "Object.<anonymous> (/me/shop/main.ts:10:1)";
        of(&[CDKTF, own, outer], Some("lib/queues.ts:42:5"));
        of(&[CDKTF, "/me/shop/main.ts:10:1"], Some("main.ts:10:1"));
        of(
            &[CDKTF, "async go (file:///me/shop/main.mts:1:2)"],
            Some("main.mts:1:2"),
        );
    }

    #[test]
    fn what_is_installed_or_generated_is_passed_over() {
        let frames = [
            CDKTF,
            "new Vpc (/me/shop/node_modules/@cdktf/aws/lib/vpc/index.js:1:1)",
            "new Vpc (/me/shop/.gen/modules/vpc.ts:1:1)",
            "new Net (/me/shop/net.ts:7:3)",
        ];
        of(&frames, Some("net.ts:7:3"));
        let pnpm = "new A (/me/shop/node_modules/.pnpm/cdktf@0.21.0/node_modules/cdktf/a.js:1:1)";
        of(&[pnpm, "b (/me/shop/b.ts:2:2)"], Some("b.ts:2:2"));
    }

    #[test]
    fn the_folders_of_windows_are_folders() {
        let frames = [
            r"new A (C:\me\shop\node_modules\cdktf\lib\a.js:1:1)",
            r"new B (C:\me\shop\lib\b.ts:2:3)",
        ];
        of(&frames, Some("lib/b.ts:2:3"));
    }

    /// Red twins: no line is better than one that is not the program's.
    #[test]
    fn other_frames_are_no_place() {
        of(&[], None);
        of(&[CDKTF], None);
        of(&["new A (/me/shop/main.ts:1:1)"], None);
        of(&[CDKTF, "new A (/me/other/main.ts:1:1)"], None);
        of(&[CDKTF, "new A (/me/shopping/main.ts:1:1)"], None);
        of(&[CDKTF, "new A (/me/shop/main.ts:x:1)", "b", ""], None);
        // A Python program: jsii's own folders.
        let kernel = "new A (/tmp/jsii-kernel-x/node_modules/cdktf/lib/a.js:1:1)";
        of(&[kernel, "b (/tmp/tmp1/lib/program.js:9:9)"], None);
        assert_eq!(place(Raw("{\"a\":1}")), None);
        assert_eq!(place(Raw("[1]")), None);
    }
}
