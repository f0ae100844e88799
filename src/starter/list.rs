//! The list: a line for each file of `playbooks/starter/`.

use crate::model::ComponentKind::Database;
use crate::model::ComponentKind::External;
use crate::model::ComponentKind::Gateway;
use crate::model::ComponentKind::Identity;
use crate::model::ComponentKind::Job;
use crate::model::ComponentKind::Platform;
use crate::model::ComponentKind::Queue;
use crate::model::ComponentKind::Service;
use crate::model::ComponentKind::Storage;
use crate::starter::Starter;

/// One starter: its file, other names of the technology, and kinds of components that it fits.
macro_rules! starter {
    ($name:literal, [$($alias:literal),*], [$($kind:ident),*]) => { starter!($name, [$($alias),*], [$($kind),*], None) };
    ($name:literal, [$($alias:literal),*], [$($kind:ident),*], $word:expr) => {
        Starter {
            name: $name,
            text: include_str!(concat!("../../playbooks/starter/", $name, ".toml")),
            aliases: &[$($alias),*],
            kinds: &[$($kind),*],
            services: services($name),
            word: $word,
        }
    };
}

/// All starters, by name. The texts lie in the binary and are read only when they are asked for.
pub const STARTERS: &[Starter] = &[
    starter!("application", [], [Service], Some("Application")),
    starter!(
        "aws",
        ["amazon web services", "amazon", "ec2", "rds", "lambda", "dynamodb", "sqs", "fargate", "eks"],
        []
    ),
    starter!(
        "azure",
        [
            "microsoft azure",
            "cosmos db",
            "app service",
            "service bus",
            "entra id",
            "event hubs",
            "key vault",
            "aks"
        ],
        []
    ),
    starter!("background-jobs", ["cron", "cronjob", "sidekiq", "celery", "quartz", "hangfire"], [Job]),
    starter!("backups", ["backup", "pgbackrest", "velero", "restic"], [Database, Storage]),
    starter!("cdn", ["cloudfront", "fastly", "akamai", "cloudflare", "front door"], []),
    starter!("ci-cd", ["github actions", "gitlab ci", "jenkins", "argo cd", "argocd", "azure pipelines"], []),
    starter!("data-migration", ["flyway", "liquibase", "alembic"], []),
    starter!("dns", ["coredns", "route 53", "route53", "bind"], []),
    starter!("elasticsearch", ["elastic search", "opensearch"], []),
    starter!("etcd", [], []),
    starter!("feature-flags", ["launchdarkly", "unleash", "flagsmith"], []),
    starter!(
        "google-cloud",
        ["google cloud platform", "gcp", "gke", "cloud run", "cloud sql", "bigquery", "spanner"],
        []
    ),
    starter!("human-error", [], []),
    starter!(
        "identity-provider",
        ["idp", "keycloak", "okta", "auth0", "entra id", "cognito", "oidc"],
        [Identity]
    ),
    starter!("kafka", ["redpanda", "msk"], []),
    starter!("kubernetes", ["k8s", "aks", "eks", "gke", "openshift", "k3s"], []),
    starter!("linux-host", ["linux", "ubuntu", "debian", "rhel", "virtual machine", "vm", "ec2"], []),
    starter!("llm-api", ["llm", "openai", "anthropic", "claude", "gpt", "bedrock", "gemini"], []),
    starter!("load-balancer", ["lb", "nginx", "haproxy", "envoy", "traefik", "alb", "nlb", "elb"], [Gateway]),
    starter!("message-queue", ["sqs", "service bus", "nats", "activemq", "pubsub"], [Queue]),
    starter!("mongodb", ["mongo"], []),
    starter!("mysql", ["mariadb", "percona"], []),
    starter!("object-storage", ["s3", "blob storage", "gcs", "minio", "r2"], [Storage]),
    starter!("platform", [], [Platform], Some("Cloud platform")),
    starter!("postgresql", ["postgres", "pg", "timescaledb"], []),
    starter!("rabbitmq", ["rabbit"], []),
    starter!("redis", ["valkey", "elasticache", "memorydb"], []),
    starter!("secrets", ["vault", "secrets manager", "key vault", "openbao"], []),
    starter!("third-party-api", ["stripe", "twilio", "paypal", "third party", "saas"], [External]),
    starter!("tls-certificates", ["tls", "cert manager", "acme", "let's encrypt"], [Gateway]),
    starter!("traffic-spikes", [], []),
];

/// The services of the clouds that failures are of.
const fn services(name: &str) -> &'static [&'static str] {
    match name.as_bytes() {
        b"aws" => &["cloudwatch-logs", "dynamodb", "ebs", "lambda", "nlb", "s3"],
        b"azure" => &[
            "aks",
            "app-service",
            "application-gateway",
            "cosmos-db",
            "entra-id",
            "event-hubs",
            "front-door",
            "functions",
            "key-vault",
            "queue-storage",
            "redis",
            "search",
            "service-bus",
            "service-fabric",
            "sql",
            "storage",
            "vm",
            "webjobs",
        ],
        b"google-cloud" => &["gke"],
        _ => &[],
    }
}
