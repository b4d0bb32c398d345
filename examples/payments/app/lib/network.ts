import { DataAwsAvailabilityZones } from "@cdktf/provider-aws/lib/data-aws-availability-zones";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { Names, Settings } from "./settings";

const VPC_CIDR = "10.40.0.0/16";
const PUBLIC_CIDRS = ["10.40.0.0/24", "10.40.1.0/24"];
const PRIVATE_CIDRS = ["10.40.16.0/22", "10.40.20.0/22"];

/** Two zones, public subnets for the NAT gateway only, private subnets for everything that holds money. */
export class Network extends Construct {
  readonly vpc: Vpc;
  readonly publicSubnets: Subnet[];
  readonly privateSubnets: Subnet[];
  readonly privateAssociations: RouteTableAssociation[];
  readonly functionsGroup: SecurityGroup;
  readonly databaseGroup: SecurityGroup;
  readonly databaseIngress: VpcSecurityGroupIngressRule;
  readonly secretsEndpoint: VpcEndpoint;

  constructor(scope: Construct, id: string, settings: Settings, names: Names) {
    super(scope, id);

    const zones = new DataAwsAvailabilityZones(this, "zones", { state: "available" });

    this.vpc = new Vpc(this, "vpc", {
      cidrBlock: VPC_CIDR,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: names.of("vpc") },
    });

    this.publicSubnets = PUBLIC_CIDRS.map((cidrBlock, index) => new Subnet(this, `public-${index}`, {
      vpcId: this.vpc.id,
      cidrBlock,
      availabilityZone: Fn.element(zones.names, index),
      mapPublicIpOnLaunch: false,
      tags: { Name: names.of(`public-${index}`), Tier: "public" },
    }));
    this.privateSubnets = PRIVATE_CIDRS.map((cidrBlock, index) => new Subnet(this, `private-${index}`, {
      vpcId: this.vpc.id,
      cidrBlock,
      availabilityZone: Fn.element(zones.names, index),
      mapPublicIpOnLaunch: false,
      tags: { Name: names.of(`private-${index}`), Tier: "private" },
    }));

    const internet = new InternetGateway(this, "internet", {
      vpcId: this.vpc.id,
      tags: { Name: names.of("internet") },
    });
    const publicTable = new RouteTable(this, "public-routes", {
      vpcId: this.vpc.id,
      tags: { Name: names.of("public-routes") },
    });
    new Route(this, "public-default", {
      routeTableId: publicTable.id,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: internet.id,
    });
    this.publicSubnets.forEach((subnet, index) => new RouteTableAssociation(this, `public-association-${index}`, {
      subnetId: subnet.id,
      routeTableId: publicTable.id,
    }));

    const address = new Eip(this, "nat-address", {
      domain: "vpc",
      tags: { Name: names.of("nat") },
      dependsOn: [internet],
    });
    const nat = new NatGateway(this, "nat", {
      allocationId: address.id,
      subnetId: this.publicSubnets[0].id,
      connectivityType: "public",
      tags: { Name: names.of("nat") },
      dependsOn: [internet],
    });
    const privateTable = new RouteTable(this, "private-routes", {
      vpcId: this.vpc.id,
      tags: { Name: names.of("private-routes") },
    });
    new Route(this, "private-default", {
      routeTableId: privateTable.id,
      destinationCidrBlock: "0.0.0.0/0",
      natGatewayId: nat.id,
    });
    this.privateAssociations = this.privateSubnets.map(
      (subnet, index) => new RouteTableAssociation(this, `private-association-${index}`, {
        subnetId: subnet.id,
        routeTableId: privateTable.id,
      }),
    );

    this.functionsGroup = new SecurityGroup(this, "functions-group", {
      name: names.of("functions"),
      description: "Lambda functions of the payments service",
      vpcId: this.vpc.id,
    });
    this.databaseGroup = new SecurityGroup(this, "database-group", {
      name: names.of("database"),
      description: "The payments database",
      vpcId: this.vpc.id,
    });
    const endpointsGroup = new SecurityGroup(this, "endpoints-group", {
      name: names.of("endpoints"),
      description: "Interface endpoints of the payments VPC",
      vpcId: this.vpc.id,
    });

    this.databaseIngress = new VpcSecurityGroupIngressRule(this, "database-from-functions", {
      securityGroupId: this.databaseGroup.id,
      description: "PostgreSQL from the functions",
      ipProtocol: "tcp",
      fromPort: 5432,
      toPort: 5432,
      referencedSecurityGroupId: this.functionsGroup.id,
    });
    new VpcSecurityGroupIngressRule(this, "endpoints-from-vpc", {
      securityGroupId: endpointsGroup.id,
      description: "HTTPS from inside the VPC",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: VPC_CIDR,
    });
    new VpcSecurityGroupEgressRule(this, "functions-to-database", {
      securityGroupId: this.functionsGroup.id,
      description: "PostgreSQL to the database",
      ipProtocol: "tcp",
      fromPort: 5432,
      toPort: 5432,
      referencedSecurityGroupId: this.databaseGroup.id,
    });
    new VpcSecurityGroupEgressRule(this, "functions-to-https", {
      securityGroupId: this.functionsGroup.id,
      description: "HTTPS to AWS and to the card provider",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: "0.0.0.0/0",
    });

    for (const service of ["s3", "dynamodb"]) {
      new VpcEndpoint(this, `${service}-endpoint`, {
        vpcId: this.vpc.id,
        serviceName: `com.amazonaws.${settings.region}.${service}`,
        vpcEndpointType: "Gateway",
        routeTableIds: [privateTable.id],
        tags: { Name: names.of(service) },
      });
    }
    this.secretsEndpoint = new VpcEndpoint(this, "secrets-endpoint", {
      vpcId: this.vpc.id,
      serviceName: `com.amazonaws.${settings.region}.secretsmanager`,
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      subnetIds: this.privateSubnets.map((subnet) => subnet.id),
      securityGroupIds: [endpointsGroup.id],
      tags: { Name: names.of("secrets") },
    });
  }
}
