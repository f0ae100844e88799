//! The type of an entity → what it is, and what it is made with. Teams choose their own types, so these are only the
//! ones that many use.

use crate::model::ComponentKind;
use crate::model::ComponentKind::Cache;
use crate::model::ComponentKind::Database;
use crate::model::ComponentKind::External;
use crate::model::ComponentKind::Gateway;
use crate::model::ComponentKind::Identity;
use crate::model::ComponentKind::Job;
use crate::model::ComponentKind::Platform;
use crate::model::ComponentKind::Queue;
use crate::model::ComponentKind::Service;
use crate::model::ComponentKind::Storage;
use crate::model::Word;

/// What a type says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A part of the system, and its technology where the type names one.
    Part(ComponentKind, Option<&'static str>),
    /// Something that never runs by itself.
    Idle,
}

/// Types that say what something is.
const KINDS: &[(ComponentKind, &[&str])] = &[
    (
        Service,
        &[
            "website",
            "web",
            "web-app",
            "webapp",
            "frontend",
            "backend",
            "api",
            "app",
            "application",
            "microservice",
        ],
    ),
    (Database, &["db", "relational-database", "sql-database", "nosql-database", "datastore", "data-store"]),
    (Cache, &["in-memory-cache"]),
    (
        Queue,
        &[
            "topic",
            "stream",
            "message-queue",
            "message-broker",
            "broker",
            "event-bus",
            "event-stream",
            "pubsub",
        ],
    ),
    (Storage, &["bucket", "blob", "blob-storage", "object-storage", "file-storage", "file-share", "volume"]),
    (Gateway, &["api-gateway", "load-balancer", "loadbalancer", "ingress", "reverse-proxy", "cdn"]),
    (Identity, &["idp", "identity-provider", "sso"]),
    (Job, &["cron", "cronjob", "cron-job", "worker", "batch", "batch-job", "scheduled-job"]),
    (Platform, &["cluster"]),
    (External, &["external-service", "third-party", "saas", "vendor"]),
];

/// Types that name a technology: the words, what they are, and the technology.
const TECHNOLOGIES: &[(&[&str], ComponentKind, &str)] = &[
    (&["postgres", "postgresql", "postgres-database"], Database, "postgres"),
    (&["mysql", "mysql-database"], Database, "mysql"),
    (&["mariadb"], Database, "mariadb"),
    (&["mongodb", "mongo"], Database, "mongodb"),
    (&["rds", "rds-instance", "rds-cluster"], Database, "rds"),
    (&["aurora"], Database, "aurora"),
    (&["dynamodb", "dynamodb-table"], Database, "dynamodb"),
    (&["cosmos-db", "cosmosdb"], Database, "cosmos-db"),
    (&["cassandra"], Database, "cassandra"),
    (&["elasticsearch"], Database, "elasticsearch"),
    (&["opensearch"], Database, "opensearch"),
    (&["mssql", "sql-server", "sqlserver"], Database, "sql-server"),
    (&["oracle", "oracle-database"], Database, "oracle"),
    (&["bigquery", "bigquery-dataset"], Database, "bigquery"),
    (&["redis", "redis-cache", "redis-cluster"], Cache, "redis"),
    (&["valkey"], Cache, "valkey"),
    (&["memcached", "memcache"], Cache, "memcached"),
    (&["elasticache"], Cache, "elasticache"),
    (&["kafka", "kafka-topic", "kafka-cluster"], Queue, "kafka"),
    (&["rabbitmq", "rabbitmq-queue"], Queue, "rabbitmq"),
    (&["sqs", "sqs-queue"], Queue, "sqs"),
    (&["sns", "sns-topic"], Queue, "sns"),
    (&["kinesis", "kinesis-stream"], Queue, "kinesis"),
    (&["nats"], Queue, "nats"),
    (&["service-bus"], Queue, "service-bus"),
    (&["event-hub", "event-hubs"], Queue, "event-hubs"),
    (&["s3", "s3-bucket"], Storage, "s3"),
    (&["gcs", "gcs-bucket"], Storage, "gcs"),
    (&["nginx"], Gateway, "nginx"),
    (&["keycloak"], Identity, "keycloak"),
    (&["kubernetes", "kubernetes-cluster", "k8s", "k8s-cluster"], Platform, "kubernetes"),
];

/// Types of components that are code or text, and no running part of a system.
const IDLE: &[&str] = &["library", "documentation"];

/// What a type says, in whatever case and with whatever signs between its words. `None`: it is none of those.
pub(super) fn meaning(of: &str) -> Option<Meaning> {
    let word = of.trim().to_lowercase().replace(['_', ' '], "-");
    // Clouds are often named before what they sell.
    let word = ["aws-", "amazon-", "azure-", "gcp-", "google-"]
        .iter()
        .find_map(|cloud| word.strip_prefix(cloud))
        .unwrap_or(&word);
    if IDLE.contains(&word) {
        return Some(Meaning::Idle);
    }
    let made = TECHNOLOGIES.iter().find(|(words, ..)| words.contains(&word));
    if let Some((_, kind, technology)) = made {
        return Some(Meaning::Part(*kind, Some(technology)));
    }
    let named = KINDS.iter().find(|(_, words)| words.contains(&word)).map(|(kind, _)| *kind);
    named.or_else(|| ComponentKind::from_word(word)).map(|kind| Meaning::Part(kind, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_in_any_writing() {
        for (text, kind, technology) in [
            ("service", Service, None),
            ("Website", Service, None),
            ("database", Database, None),
            ("PostgreSQL", Database, Some("postgres")),
            ("aws_rds", Database, Some("rds")),
            ("s3-bucket", Storage, Some("s3")),
            ("Kafka Topic", Queue, Some("kafka")),
            ("load-balancer", Gateway, None),
            ("cron", Job, None),
            ("kubernetes-cluster", Platform, Some("kubernetes")),
            ("idp", Identity, None),
            ("external", External, None),
        ] {
            assert_eq!(meaning(text), Some(Meaning::Part(kind, technology)), "{text}");
        }
        assert_eq!(meaning("Library"), Some(Meaning::Idle));
        assert_eq!(meaning("quantum-annealer"), None);
        assert_eq!(meaning(""), None);
    }

    #[test]
    fn no_type_stands_in_two_places() {
        let mut all: Vec<&str> = KINDS.iter().flat_map(|(_, words)| words.iter().copied()).collect();
        all.extend(TECHNOLOGIES.iter().flat_map(|(words, ..)| words.iter().copied()));
        all.extend(IDLE);
        all.extend(ComponentKind::WORDS);
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
