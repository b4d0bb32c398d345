import { App } from "cdktf";
import { PaymentsStack } from "./lib/payments-stack";
import { settingsFrom } from "./lib/settings";

const settings = settingsFrom(process.env);
const app = new App();
new PaymentsStack(app, `payments-${settings.suffix}`, settings);
app.synth();
