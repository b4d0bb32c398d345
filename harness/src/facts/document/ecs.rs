//! The names in a container definition, from the Amazon ECS API Reference.

use super::DocumentShape;
use super::Inside::{self, Object, Value};

/// One element of `container_definitions`.
pub(super) static CONTAINER_DEFINITION: DocumentShape = DocumentShape {
    source: "Amazon ECS API Reference: ContainerDefinition",
    closed: true,
    members: &[
        ("name", Value),
        ("image", Value),
        ("repositoryCredentials", Object(&REPOSITORY_CREDENTIALS)),
        ("cpu", Value),
        ("memory", Value),
        ("memoryReservation", Value),
        ("links", Value),
        ("portMappings", Object(&PORT_MAPPING)),
        ("essential", Value),
        ("restartPolicy", Object(&RESTART_POLICY)),
        ("entryPoint", Value),
        ("command", Value),
        ("environment", Object(&NAME_VALUE)),
        ("environmentFiles", Object(&ENVIRONMENT_FILE)),
        ("mountPoints", Object(&MOUNT_POINT)),
        ("volumesFrom", Object(&VOLUME_FROM)),
        ("linuxParameters", Value),
        ("secrets", Object(&ECS_SECRET)),
        ("dependsOn", Object(&CONTAINER_DEPENDENCY)),
        ("startTimeout", Value),
        ("stopTimeout", Value),
        ("versionConsistency", Value),
        ("hostname", Value),
        ("user", Value),
        ("workingDirectory", Value),
        ("disableNetworking", Value),
        ("privileged", Value),
        ("readonlyRootFilesystem", Value),
        ("dnsServers", Value),
        ("dnsSearchDomains", Value),
        ("extraHosts", Object(&HOST_ENTRY)),
        ("dockerSecurityOptions", Value),
        ("interactive", Value),
        ("pseudoTerminal", Value),
        ("dockerLabels", Value),
        ("ulimits", Object(&ULIMIT)),
        ("logConfiguration", Object(&LOG_CONFIGURATION)),
        ("healthCheck", Object(&HEALTH_CHECK)),
        ("systemControls", Object(&SYSTEM_CONTROL)),
        ("resourceRequirements", Object(&RESOURCE_REQUIREMENT)),
        ("firelensConfiguration", Object(&FIRELENS)),
        ("credentialSpecs", Value),
    ],
};

/// A closed shape of scalars on a page of the ECS API reference.
const fn ecs(source: &'static str, members: &'static [(&'static str, Inside)]) -> DocumentShape {
    DocumentShape {
        source,
        closed: true,
        members,
    }
}

static REPOSITORY_CREDENTIALS: DocumentShape = ecs(
    "Amazon ECS API Reference: RepositoryCredentials",
    &[("credentialsParameter", Value)],
);
static PORT_MAPPING: DocumentShape = ecs(
    "Amazon ECS API Reference: PortMapping",
    &[
        ("containerPort", Value),
        ("hostPort", Value),
        ("protocol", Value),
        ("name", Value),
        ("appProtocol", Value),
        ("containerPortRange", Value),
    ],
);
static RESTART_POLICY: DocumentShape = ecs(
    "Amazon ECS API Reference: ContainerRestartPolicy",
    &[
        ("enabled", Value),
        ("ignoredExitCodes", Value),
        ("restartAttemptPeriod", Value),
    ],
);
static NAME_VALUE: DocumentShape = ecs(
    "Amazon ECS API Reference: KeyValuePair",
    &[("name", Value), ("value", Value)],
);
static ENVIRONMENT_FILE: DocumentShape = ecs(
    "Amazon ECS API Reference: EnvironmentFile",
    &[("value", Value), ("type", Value)],
);
static MOUNT_POINT: DocumentShape = ecs(
    "Amazon ECS API Reference: MountPoint",
    &[
        ("sourceVolume", Value),
        ("containerPath", Value),
        ("readOnly", Value),
    ],
);
static VOLUME_FROM: DocumentShape = ecs(
    "Amazon ECS API Reference: VolumeFrom",
    &[("sourceContainer", Value), ("readOnly", Value)],
);
static ECS_SECRET: DocumentShape = ecs(
    "Amazon ECS API Reference: Secret",
    &[("name", Value), ("valueFrom", Value)],
);
static CONTAINER_DEPENDENCY: DocumentShape = ecs(
    "Amazon ECS API Reference: ContainerDependency",
    &[("containerName", Value), ("condition", Value)],
);
static HOST_ENTRY: DocumentShape = ecs(
    "Amazon ECS API Reference: HostEntry",
    &[("hostname", Value), ("ipAddress", Value)],
);
static ULIMIT: DocumentShape = ecs(
    "Amazon ECS API Reference: Ulimit",
    &[("name", Value), ("softLimit", Value), ("hardLimit", Value)],
);
static LOG_CONFIGURATION: DocumentShape = ecs(
    "Amazon ECS API Reference: LogConfiguration",
    &[
        ("logDriver", Value),
        ("options", Value),
        ("secretOptions", Object(&ECS_SECRET)),
    ],
);
static HEALTH_CHECK: DocumentShape = ecs(
    "Amazon ECS API Reference: HealthCheck",
    &[
        ("command", Value),
        ("interval", Value),
        ("timeout", Value),
        ("retries", Value),
        ("startPeriod", Value),
    ],
);
static SYSTEM_CONTROL: DocumentShape = ecs(
    "Amazon ECS API Reference: SystemControl",
    &[("namespace", Value), ("value", Value)],
);
static RESOURCE_REQUIREMENT: DocumentShape = ecs(
    "Amazon ECS API Reference: ResourceRequirement",
    &[("type", Value), ("value", Value)],
);
static FIRELENS: DocumentShape = ecs(
    "Amazon ECS API Reference: FirelensConfiguration",
    &[("type", Value), ("options", Value)],
);
