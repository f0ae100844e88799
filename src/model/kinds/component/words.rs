//! The words of components.

use crate::model::word::words;

words! {
    /// What a component is.
    pub enum ComponentKind as "component kind" {
        /// Answers requests.
        Service = "service",
        /// Stores data that is queried.
        Database = "database",
        /// Keeps copies of data for speed.
        Cache = "cache",
        /// Passes messages on.
        Queue = "queue",
        /// Stores files or objects.
        Storage = "storage",
        /// Lets traffic in.
        Gateway = "gateway",
        /// Tells who somebody is.
        Identity = "identity",
        /// Runs in the background.
        Job = "job",
        /// What others run on.
        Platform = "platform",
        /// Belongs to somebody else.
        External = "external",
    }
}

words! {
    /// Who answers for a component.
    pub enum Responsibility as "responsibility" {
        /// The team itself.
        Own = "own",
        /// A central team of the organisation.
        CentralTeam = "central-team",
        /// The cloud platform.
        Platform = "platform",
        /// A vendor.
        Vendor = "vendor",
    }
}

words! {
    /// How much one component needs another.
    pub enum Strength as "strength" else Strong {
        /// Fails when the other fails.
        Strong = "strong",
        /// Goes on without the other.
        Weak = "weak",
    }
}

words! {
    /// Where the instances of a component stand.
    pub enum Placement as "placement" {
        /// One instance, nowhere else.
        None = "none",
        /// Several in one place.
        Local = "local",
        /// Across availability zones.
        Zone = "zone",
        /// Across regions.
        Geo = "geo",
    }
}

words! {
    /// How one component talks to another.
    pub enum DependencyMode as "mode of a dependency" {
        /// It waits for the answer.
        Sync = "sync",
        /// It goes on, and the answer comes later or never.
        Async = "async",
    }
}

words! {
    /// How a new version reaches users.
    pub enum Deployment as "deployment" {
        /// Everywhere at once.
        AllAtOnce = "all-at-once",
        /// One instance after the other.
        Rolling = "rolling",
        /// Beside the old version, and traffic is switched.
        BlueGreen = "blue-green",
        /// For a few users first.
        Canary = "canary",
        /// Turned on apart from the release.
        FeatureFlag = "feature-flag",
        /// With real traffic whose answers nobody sees.
        DarkLaunch = "dark-launch",
    }
}

words! {
    /// Who does what has to be done time and again.
    pub enum Upkeep as "way of upkeep" {
        /// It happens without a person.
        Automatic = "automatic",
        /// A person does it.
        Manual = "manual",
    }
}
