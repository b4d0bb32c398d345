import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Construct } from "constructs";
import { Names } from "./settings";

/** The card provider's API key. Its value comes in as a sensitive variable and is never written here. */
export class Secrets extends Construct {
  readonly providerKey: SecretsmanagerSecret;

  constructor(scope: Construct, id: string, names: Names, key: KmsKey, providerApiKey: string) {
    super(scope, id);
    this.providerKey = new SecretsmanagerSecret(this, "provider-key", {
      name: names.of("provider-key"),
      description: "API key of the card provider",
      kmsKeyId: key.arn,
      recoveryWindowInDays: names.ephemeral ? 0 : 30,
    });
    new SecretsmanagerSecretVersion(this, "provider-key-value", {
      secretId: this.providerKey.id,
      secretString: providerApiKey,
    });
  }
}
