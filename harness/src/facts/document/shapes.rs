//! The names in the documents, from the services' documentation.

use super::DocumentShape;
use super::Inside::{ByKey, Object, Value};

/// An identity, resource or trust policy.
pub(super) static IAM_POLICY: DocumentShape = DocumentShape {
    source: "AWS Identity and Access Management: Grammar of the IAM JSON policy language",
    closed: true,
    members: &[
        ("Version", Value),
        ("Id", Value),
        ("Statement", Object(&IAM_STATEMENT)),
    ],
};

static IAM_STATEMENT: DocumentShape = DocumentShape {
    source: "AWS Identity and Access Management: Grammar of the IAM JSON policy language",
    closed: true,
    members: &[
        ("Sid", Value),
        ("Effect", Value),
        ("Principal", Object(&IAM_PRINCIPAL)),
        ("NotPrincipal", Object(&IAM_PRINCIPAL)),
        ("Action", Value),
        ("NotAction", Value),
        ("Resource", Value),
        ("NotResource", Value),
        ("Condition", Value),
    ],
};

static IAM_PRINCIPAL: DocumentShape = DocumentShape {
    source: "AWS Identity and Access Management: AWS JSON policy elements: Principal",
    closed: true,
    members: &[
        ("AWS", Value),
        ("Service", Value),
        ("Federated", Value),
        ("CanonicalUser", Value),
    ],
};

/// A state machine, and the machines inside of `Map` and `Parallel` states.
pub(super) static STATE_MACHINE: DocumentShape = DocumentShape {
    source: "AWS Step Functions: State machine structure in Amazon States Language",
    closed: true,
    members: &[
        ("Comment", Value),
        ("QueryLanguage", Value),
        ("StartAt", Value),
        ("TimeoutSeconds", Value),
        ("Version", Value),
        ("ProcessorConfig", Value),
        ("States", ByKey(&STATE)),
    ],
};

/// A state of any kind: the names of all eight, since a spec seldom says which one it looks at.
static STATE: DocumentShape = DocumentShape {
    source: "AWS Step Functions: Discovering workflow states in Amazon States Language",
    closed: true,
    members: &[
        ("Type", Value),
        ("Comment", Value),
        ("QueryLanguage", Value),
        ("Next", Value),
        ("End", Value),
        ("InputPath", Value),
        ("OutputPath", Value),
        ("Parameters", Value),
        ("ResultSelector", Value),
        ("ResultPath", Value),
        ("Arguments", Value),
        ("Assign", Value),
        ("Output", Value),
        ("Retry", Object(&RETRY)),
        ("Catch", Object(&CATCH)),
        ("Resource", Value),
        ("Credentials", Value),
        ("TimeoutSeconds", Value),
        ("TimeoutSecondsPath", Value),
        ("HeartbeatSeconds", Value),
        ("HeartbeatSecondsPath", Value),
        ("Choices", Object(&CHOICE)),
        ("Default", Value),
        ("Seconds", Value),
        ("SecondsPath", Value),
        ("Timestamp", Value),
        ("TimestampPath", Value),
        ("Error", Value),
        ("ErrorPath", Value),
        ("Cause", Value),
        ("CausePath", Value),
        ("Result", Value),
        ("Branches", Object(&STATE_MACHINE)),
        ("Iterator", Object(&STATE_MACHINE)),
        ("ItemProcessor", Object(&STATE_MACHINE)),
        ("Items", Value),
        ("ItemsPath", Value),
        ("ItemReader", Value),
        ("ItemSelector", Value),
        ("ItemBatcher", Value),
        ("ResultWriter", Value),
        ("MaxConcurrency", Value),
        ("MaxConcurrencyPath", Value),
        ("ToleratedFailureCount", Value),
        ("ToleratedFailureCountPath", Value),
        ("ToleratedFailurePercentage", Value),
        ("ToleratedFailurePercentagePath", Value),
        ("Label", Value),
    ],
};

static RETRY: DocumentShape = DocumentShape {
    source: "AWS Step Functions: Handling errors in Step Functions workflows",
    closed: true,
    members: &[
        ("ErrorEquals", Value),
        ("IntervalSeconds", Value),
        ("MaxAttempts", Value),
        ("BackoffRate", Value),
        ("MaxDelaySeconds", Value),
        ("JitterStrategy", Value),
        ("Comment", Value),
    ],
};

static CATCH: DocumentShape = DocumentShape {
    source: "AWS Step Functions: Handling errors in Step Functions workflows",
    closed: true,
    members: &[
        ("ErrorEquals", Value),
        ("Next", Value),
        ("ResultPath", Value),
        ("Assign", Value),
        ("Output", Value),
        ("Comment", Value),
    ],
};

/// Not closed: the comparisons are many, and grow.
static CHOICE: DocumentShape = DocumentShape {
    source: "AWS Step Functions: Choice workflow state",
    closed: false,
    members: &[
        ("Variable", Value),
        ("Condition", Value),
        ("Next", Value),
        ("And", Object(&CHOICE)),
        ("Or", Object(&CHOICE)),
        ("Not", Object(&CHOICE)),
        ("Assign", Value),
        ("Output", Value),
        ("Comment", Value),
        ("BooleanEquals", Value),
        ("IsBoolean", Value),
        ("IsNull", Value),
        ("IsNumeric", Value),
        ("IsPresent", Value),
        ("IsString", Value),
        ("IsTimestamp", Value),
        ("NumericEquals", Value),
        ("NumericGreaterThan", Value),
        ("NumericGreaterThanEquals", Value),
        ("NumericLessThan", Value),
        ("NumericLessThanEquals", Value),
        ("StringEquals", Value),
        ("StringMatches", Value),
        ("TimestampEquals", Value),
    ],
};

/// The dead-letter queue of a queue.
pub(super) static SQS_REDRIVE: DocumentShape = DocumentShape {
    source: "Amazon SQS API Reference: SetQueueAttributes, RedrivePolicy",
    closed: true,
    members: &[("deadLetterTargetArn", Value), ("maxReceiveCount", Value)],
};

/// Which queues may use this one as their dead-letter queue.
pub(super) static SQS_REDRIVE_ALLOW: DocumentShape = DocumentShape {
    source: "Amazon SQS API Reference: SetQueueAttributes, RedriveAllowPolicy",
    closed: true,
    members: &[("redrivePermission", Value), ("sourceQueueArns", Value)],
};

/// The dead-letter queue of a subscription.
pub(super) static SNS_REDRIVE: DocumentShape = DocumentShape {
    source: "Amazon SNS API Reference: SetSubscriptionAttributes, RedrivePolicy",
    closed: true,
    members: &[("deadLetterTargetArn", Value)],
};

/// The envelope of an event; what is inside `detail` is the event source's own.
pub(super) static EVENT_PATTERN: DocumentShape = DocumentShape {
    source: "Amazon EventBridge: AWS service event metadata",
    closed: false,
    members: &[
        ("version", Value),
        ("id", Value),
        ("detail-type", Value),
        ("source", Value),
        ("account", Value),
        ("time", Value),
        ("region", Value),
        ("resources", Value),
        ("detail", Value),
        ("$or", Value),
    ],
};

/// When images of a repository expire.
pub(super) static ECR_LIFECYCLE: DocumentShape = DocumentShape {
    source: "Amazon ECR: Lifecycle policy properties in Amazon ECR",
    closed: true,
    members: &[("rules", Object(&ECR_LIFECYCLE_RULE))],
};

static ECR_LIFECYCLE_RULE: DocumentShape = DocumentShape {
    source: "Amazon ECR: Lifecycle policy properties in Amazon ECR",
    closed: true,
    members: &[
        ("rulePriority", Value),
        ("description", Value),
        ("selection", Object(&ECR_LIFECYCLE_SELECTION)),
        ("action", Object(&ECR_LIFECYCLE_ACTION)),
    ],
};

/// Not closed: storage classes brought new names.
static ECR_LIFECYCLE_SELECTION: DocumentShape = DocumentShape {
    source: "Amazon ECR: Lifecycle policy properties in Amazon ECR",
    closed: false,
    members: &[
        ("tagStatus", Value),
        ("tagPatternList", Value),
        ("tagPrefixList", Value),
        ("countType", Value),
        ("countUnit", Value),
        ("countNumber", Value),
    ],
};

/// Not closed, for the same reason.
static ECR_LIFECYCLE_ACTION: DocumentShape = DocumentShape {
    source: "Amazon ECR: Lifecycle policy properties in Amazon ECR",
    closed: false,
    members: &[("type", Value)],
};

/// A dashboard; what a widget's properties are hangs on its type.
pub(super) static DASHBOARD: DocumentShape = DocumentShape {
    source: "Amazon CloudWatch API Reference: Dashboard Body Structure and Syntax",
    closed: false,
    members: &[
        ("start", Value),
        ("end", Value),
        ("periodOverride", Value),
        ("widgets", Object(&DASHBOARD_WIDGET)),
    ],
};

static DASHBOARD_WIDGET: DocumentShape = DocumentShape {
    source: "Amazon CloudWatch API Reference: Dashboard Body Structure and Syntax",
    closed: false,
    members: &[
        ("type", Value),
        ("x", Value),
        ("y", Value),
        ("width", Value),
        ("height", Value),
        ("properties", Value),
    ],
};
