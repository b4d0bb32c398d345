import { App } from "cdktf";
import { faults } from "./faults";
import { PaymentsStack } from "./lib/payments-stack";
import { settingsFrom } from "./lib/settings";

const settings = settingsFrom(process.env);
const app = new App();
const stack = new PaymentsStack(app, `payments-${settings.suffix}`, settings);
for (const fault of faults) {
  fault.plant(stack);
}
app.synth();
