//! The words of the generated playbooks. `{c}` stands for the name of a component.

/// Areas of a business, each with its twenty components.
pub(crate) const AREAS: &[&str] = &[
    "Orders", "Payments", "Catalogue", "Search", "Shipping", "Returns", "Billing", "Invoices", "Loyalty",
    "Pricing", "Inventory", "Messaging", "Fraud", "Identity", "Reporting", "Support", "Booking", "Claims",
    "Ledger", "Media", "Partners", "Subscriptions", "Tickets", "Vouchers", "Warehouse",
];

/// Where an area's twin lives, once all areas are taken.
pub(crate) const REGIONS: &[&str] =
    &["", "Europe", "Americas", "Asia", "Nordic", "Iberia", "Africa", "Pacific"];

/// The components of an area: role, kind, technology.
pub(crate) const ROLES: &[(&str, &str, &str)] = &[
    ("web shop", "service", "typescript"),
    ("gateway", "gateway", "envoy"),
    ("api", "service", "dotnet"),
    ("writer", "service", "java"),
    ("reader", "service", "go"),
    ("validator", "service", "kotlin"),
    ("scheduler", "job", "kubernetes"),
    ("importer", "job", "python"),
    ("mailer", "service", "node"),
    ("event bus", "queue", "kafka"),
    ("work queue", "queue", "rabbitmq"),
    ("price cache", "cache", "redis"),
    ("session cache", "cache", "memcached"),
    ("main store", "database", "postgresql"),
    ("replica", "database", "postgresql"),
    ("document store", "database", "cosmos-db"),
    ("object storage", "storage", "s3"),
    ("backup vault", "storage", "azure-blob"),
    ("key vault", "identity", "hashicorp-vault"),
    ("card provider", "external", "https"),
];

/// What goes wrong: slug, class, and ways to say it.
pub(crate) const MODES: &[(&str, &str, [&str; 3])] = &[
    ("times-out", "overload", ["Calls to {c} time out", "{c} answers after its callers gave up", "Requests queue in front of {c}"]),
    ("rejects-writes", "dependency", ["{c} rejects writes", "Nothing can be stored in {c}", "Writes to {c} fail with a conflict"]),
    ("loses-messages", "data", ["Messages are lost between {c} and its readers", "{c} drops what it accepted", "Acknowledged work vanishes from {c}"]),
    ("duplicates-work", "bug", ["{c} handles the same request twice", "A retry makes {c} act again", "Two workers of {c} take the same item"]),
    ("runs-out-of-memory", "bug", ["{c} is killed for its memory", "The heap of {c} grows until it stops", "{c} restarts every few minutes"]),
    ("disk-is-full", "overload", ["The disk of {c} is full", "Old logs fill the volume of {c}", "{c} cannot write its journal any more"]),
    ("certificate-expires", "expiry", ["The certificate of {c} runs out", "Clients no longer trust {c}", "The key that signs for {c} is too old"]),
    ("wrong-setting", "misconfiguration", ["A wrong setting reaches {c}", "{c} starts with the values of another stage", "A feature flag of {c} is turned the wrong way"]),
    ("bad-release", "deployment", ["A release of {c} cannot start", "The new version of {c} breaks the old contract", "{c} is rolled out to all zones at once"]),
    ("schema-locks", "deployment", ["A migration locks the tables of {c}", "{c} waits for a change of its schema", "The index of {c} is rebuilt by daylight"]),
    ("zone-is-gone", "zone-outage", ["The zone in which {c} runs is gone", "{c} loses half of its instances", "Only one zone is left to {c}"]),
    ("region-is-gone", "region-outage", ["The region of {c} cannot be reached", "{c} has no second region that is warm", "All of {c} is cut off with its region"]),
    ("vendor-is-down", "service-outage", ["The vendor behind {c} is down", "{c} gets only errors from its provider", "The service under {c} is throttled by its owner"]),
    ("stale-data", "data", ["{c} shows what was true yesterday", "The copy in {c} lags behind by hours", "{c} serves prices that changed long ago"]),
    ("corrupt-data", "data", ["Rows in {c} are corrupted", "{c} stores amounts in the wrong currency", "A faulty import overwrites good data in {c}"]),
    ("deleted-by-hand", "operator-error", ["Somebody deletes the live data of {c}", "A script meant for tests empties {c}", "{c} is removed together with a test environment"]),
    ("flooded", "attack", ["{c} is flooded with forged requests", "Bots try passwords against {c}", "A scraper takes all the capacity of {c}"]),
    ("leaks-secrets", "attack", ["A secret of {c} stands in a public log", "The token of {c} is found in an image", "Credentials of {c} are shared by mail"]),
    ("quota-reached", "overload", ["{c} reaches the quota of its subscription", "No more instances are granted to {c}", "The address range of {c} is used up"]),
    ("hot-partition", "overload", ["One partition of {c} takes all the load", "A single customer slows {c} for everybody", "The busiest key of {c} is throttled"]),
    ("stuck-job", "bug", ["A run of {c} never ends", "{c} waits for a lock that nobody holds", "The nightly run of {c} meets the next one"]),
    ("clock-drifts", "misconfiguration", ["The clock of {c} drifts", "{c} takes tomorrow's date for today's", "Tokens that {c} issues are not yet valid"]),
    ("name-not-found", "dependency", ["The name of {c} does not resolve", "A stale record sends callers of {c} nowhere", "{c} is looked up in the wrong zone"]),
    ("pool-is-empty", "overload", ["All connections to {c} are taken", "{c} opens a connection for each request", "Slow queries hold every connection of {c}"]),
    ("backup-fails", "data", ["The backup of {c} cannot be restored", "Nobody noticed that {c} is no longer saved", "The last good copy of {c} is a month old"]),
    ("failover-fails", "maintenance", ["{c} does not take over when it should", "Both halves of {c} believe they lead", "The failover of {c} takes an hour"]),
    ("patched-by-day", "maintenance", ["{c} restarts for a patch at noon", "A maintenance window of {c} was announced to nobody", "An upgrade takes {c} away for an evening"]),
    ("retry-storm", "overload", ["Retries of callers drown {c}", "{c} recovers and is at once overrun", "A short hiccup of {c} grows into an outage"]),
    ("poison-message", "bug", ["One message stops {c} for good", "{c} fails on a record that it cannot skip", "A malformed upload blocks the line behind {c}"]),
    ("blind-spot", "misconfiguration", ["Nobody is told when {c} fails", "The alert on {c} watches a metric that is gone", "{c} logs its errors at the wrong level"]),
];

/// When, appended to a problem.
pub(crate) const WHEN: &[&str] = &[
    "during the nightly batch", "while a campaign runs", "after a deployment on Friday",
    "at the end of the month", "when the cache is cold", "on the first day of a sale",
    "under twice the usual load", "after a long idle time", "while the replica is rebuilt",
    "when two imports overlap", "if the network flaps for a minute", "after the key was rotated",
    "when a partner sends a large file", "during the yearly stocktaking", "as soon as one node is drained",
    "when a tenant has more than 10,000 items", "after a failover", "while the schema changes",
    "when the queue holds a day's work", "if a header is longer than 8 KiB",
    "with clients older than version 3", "when daylight saving begins", "after a restore from backup",
    "while credentials are renewed", "if the feature flag service is silent", "when a zone is evacuated",
    "for customers in two regions at once", "after the quota was lowered",
    "when telemetry is turned to debug", "during the weekly compaction", "on leap days",
    "when a proxy buffers uploads", "for baskets above 99 lines", "if the partner answers in XML",
    "while the search index is rebuilt", "when the mail provider greylists us",
];

/// What follows: a thing and what happens to it.
pub(crate) const THINGS: &[&str] = &[
    "the retry queue", "the nightly report", "the invoice run", "the audit trail", "every open basket", "the mail digest",
    "the stock count", "a partner's feed", "the price list", "the delivery slot", "the loyalty balance", "the refund",
    "the search page", "the admin view", "the export", "the call-centre screen", "the parcel label", "the tax record",
];
pub(crate) const FATES: &[&str] = &[
    "stops", "stays empty", "falls behind", "is sent twice", "shows last week", "loses its order", "has to be redone by hand",
    "cannot be closed", "is blocked by a lock", "doubles in size", "turns negative", "disagrees with the ledger",
    "is never delivered", "needs a restart", "times out in turn", "is skipped without a word", "hides the real cause",
];

/// Who suffers, and how: the risk.
pub(crate) const WHO: &[&str] = &[
    "Customers", "Customers in Europe", "Returning customers", "Guests without an account", "Shop staff",
    "Partners", "Call-centre agents", "Warehouse workers", "Finance", "Mobile users", "Corporate clients",
    "Drivers",
];
pub(crate) const SUFFER: &[&str] = &[
    "cannot place orders until somebody restarts it", "wait so long that every third one leaves",
    "see the wrong price, and complain by phone", "are charged twice and ask for their money back",
    "lose what they had entered", "get no confirmation and order again", "cannot log in for up to an hour",
    "work with lists that are a day old", "have to fall back to paper", "miss the promised delivery date",
    "see an empty page without an explanation", "cannot be told where their parcel is",
    "receive goods that they never ordered", "find yesterday's report where today's should be",
    "are sent to a competitor by the error page", "call the hotline, which is not staffed for it",
    "cannot pay by card, only by invoice", "notice nothing at first, and lose trust later",
];
pub(crate) const COST: &[&str] = &[
    "about 400 orders an hour are lost", "the contract has a penalty for it",
    "the regulator must be told within a day", "support gets some 200 calls", "revenue falls by a tenth",
    "the numbers of the quarter are wrong", "manual rework takes two days", "refunds are due",
    "the press picked it up the last time", "it is noticed only at the next audit",
    "nightly settlement is late", "stock is sold that is not there",
];

/// Why, in words.
pub(crate) const WORDS: &[&str] = &[
    "Human error", "Deployment pipelines", "Expired certificate", "Unexpected load", "Third-party outage",
    "Network partition", "Missing tests", "Manual change", "Hardware", "Traffic from bots",
];

/// What tells us.
pub(crate) const ALERTS: &[&str] = &[
    "Write latency alert", "Error budget burn", "Queue depth dashboard", "Synthetic order",
    "Customer calls", "Heartbeat missing", "Disk usage above 80 %", "Nightly reconciliation",
    "Certificate monitor",
];

/// What is done before: verb and object.
pub(crate) const BEFORE: (&[&str], &[&str]) = (
    &[
        "Add a circuit breaker to", "Load-test", "Set a timeout on", "Move bulk work away from",
        "Cap the retries of", "Alert on the saturation of", "Automate the renewal for",
        "Spread over three zones", "Limit the rate of",
    ],
    &[
        "every caller", "the slow endpoint", "the nightly run", "the write path", "the shared pool",
        "the import", "the partner link", "the admin page", "the largest tenants",
    ],
);
/// What is done in an outage.
pub(crate) const AFTER: (&[&str], &[&str]) = (
    &[
        "Check", "Restart", "Drain", "Scale out", "Fail over", "Replay", "Roll back", "Pause",
        "Ask the vendor about",
    ],
    &[
        "the oldest instance", "the last release", "the stuck consumer", "the dead-letter queue",
        "the primary", "yesterday's batch", "the connection pool", "traffic from the affected zone",
        "the write load in telemetry",
    ],
);

/// Words that failures are tagged with.
pub(crate) const TAGS: &[&str] =
    &["peak", "pci", "legacy", "data-loss", "on-call", "vendor", "audit", "gdpr", "cost", "latency"];

/// Problem and risk in other languages.
pub(crate) const ELSEWHERE: &[(&str, &str)] = &[
    ("{c} überlastet: Anfragen laufen ins Leere", "Kundinnen und Kunden können nicht bezahlen; die Hotline läuft über"),
    ("Schlüssel für {c} läuft unbemerkt ab", "Größere Störung, weil niemand für die Verlängerung zuständig ist"),
    ("{c} schreibt fehlerhafte Beträge zurück", "Die Buchhaltung muss jede Rechnung von Hand prüfen"),
    ("Sicherung von {c} lässt sich nicht einspielen", "Bestellungen eines ganzen Tages wären verloren"),
    ("{c} ne répond plus après la mise à jour", "Les clients attendent, puis abandonnent leur panier à l'étape du paiement"),
    ("La file d'attente de {c} déborde", "Les commandes passées le soir ne sont traitées que le lendemain"),
    ("{c} への接続が失われる", "お客様が注文を完了できず、問い合わせが急増する"),
    ("{c} の証明書が期限切れになる", "すべての通信が拒否され、支払いが止まる"),
    ("{c} goes dark 🔥 and takes its neighbours along", "Nobody can buy 🛒; the status page stays green ✅"),
];
