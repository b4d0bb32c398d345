import { App } from "cdktf";
import { faults } from "./faults";
import { PaymentsStack } from "./lib/payments-stack";
import { settingsFrom } from "./lib/settings";

const settings = settingsFrom(process.env);
const app = new App();
const stack = new PaymentsStack(app, `payments-${settings.suffix}`, settings);

let before = JSON.stringify(stack.toTerraform());
for (const fault of faults) {
  fault.plant(stack);
  const after = JSON.stringify(stack.toTerraform());
  if (after === before) {
    throw new Error(`${fault.row} changes nothing: ${fault.what}`);
  }
  before = after;
}
app.synth();
