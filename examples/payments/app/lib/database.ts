import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { Network } from "./network";
import { trust } from "./policy";
import { Names } from "./settings";

/** PostgreSQL in the private subnets. RDS makes and rotates the master password; functions log in with IAM. */
export class Database extends Construct {
  readonly instance: DbInstance;

  constructor(scope: Construct, id: string, names: Names, network: Network, key: KmsKey) {
    super(scope, id);

    const subnets = new DbSubnetGroup(this, "subnets", {
      name: names.of("database"),
      description: "Private subnets of the payments VPC",
      subnetIds: network.privateSubnets.map((subnet) => subnet.id),
    });
    const parameters = new DbParameterGroup(this, "parameters", {
      name: names.of("postgres16"),
      family: "postgres16",
      description: "TLS only, slow statements logged",
      parameter: [
        { name: "rds.force_ssl", value: "1" },
        { name: "log_min_duration_statement", value: "500" },
      ],
    });
    const monitoring = new IamRole(this, "monitoring-role", {
      name: names.of("database-monitoring"),
      assumeRolePolicy: trust("monitoring.rds.amazonaws.com"),
    });
    const monitoringPolicy = new IamRolePolicyAttachment(this, "monitoring-policy", {
      role: monitoring.name,
      policyArn: "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
    });

    this.instance = new DbInstance(this, "instance", {
      identifier: names.of("database"),
      engine: "postgres",
      engineVersion: "16.4",
      instanceClass: names.ephemeral ? "db.t4g.medium" : "db.r6g.large",
      allocatedStorage: 50,
      maxAllocatedStorage: 200,
      storageType: "gp3",
      storageEncrypted: true,
      kmsKeyId: key.arn,
      dbName: "payments",
      username: "payments_admin",
      manageMasterUserPassword: true,
      iamDatabaseAuthenticationEnabled: true,
      dbSubnetGroupName: subnets.name,
      parameterGroupName: parameters.name,
      vpcSecurityGroupIds: [network.databaseGroup.id],
      publiclyAccessible: false,
      multiAz: true,
      backupRetentionPeriod: 14,
      copyTagsToSnapshot: true,
      autoMinorVersionUpgrade: true,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: key.arn,
      monitoringInterval: 60,
      monitoringRoleArn: monitoring.arn,
      enabledCloudwatchLogsExports: ["postgresql", "upgrade"],
      deletionProtection: !names.ephemeral,
      skipFinalSnapshot: names.ephemeral,
      finalSnapshotIdentifier: names.ephemeral ? undefined : names.of("database-final"),
      dependsOn: [monitoringPolicy],
    });
  }
}
