//! Workspaces as an organisation would have them: the same size gives the same bytes, on every machine.
//!
//! Fifty failures, their two components, their flow and the actions that they share make a *part*. Ten parts make an
//! area, whose components depend on each other and on the platform, which is the first area.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::failure;
use crate::prose;
use crate::random::Random;

/// Failures in a part.
pub(crate) const PART: usize = 50;
/// Components in a part.
const COMPONENTS: usize = 2;
/// Parts in an area: one component for each role.
const AREA: usize = prose::ROLES.len() / COMPONENTS;

/// How the parts become files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// All in one file.
    One,
    /// Each part a file, each area a folder.
    Parts,
}

/// What is to be generated.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) failures: usize,
    pub(crate) layout: Layout,
    /// Whether one failure in a hundred is broken.
    pub(crate) broken: bool,
}

/// What was generated.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Size {
    pub(crate) bytes: usize,
    pub(crate) files: usize,
}

impl Plan {
    /// Writes the workspace into a folder.
    pub(crate) fn write(self, root: &Path) -> Size {
        let playbooks = root.join("playbooks");
        fs::create_dir_all(&playbooks).unwrap();
        fs::write(root.join("faultbook.toml"), "format = 1\nworkload = \"Measured\"\ntarget_level = 3\n")
            .unwrap();
        let mut size = Size::default();
        let mut save = |path: &Path, text: &str| {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
            size = Size { bytes: size.bytes + text.len(), files: size.files + 1 };
        };
        let mut whole = String::new();
        for part in 0..self.failures.div_ceil(PART) {
            let text = self.part(part);
            match self.layout {
                Layout::One => whole.push_str(&text),
                Layout::Parts => {
                    let area = slug(&area(part / AREA));
                    save(&playbooks.join(area).join(format!("{:04}.toml", part % AREA)), &text);
                }
            }
        }
        if self.layout == Layout::One {
            save(&playbooks.join("all.toml"), &whole);
        }
        size
    }

    fn part(self, index: usize) -> String {
        let random = &mut Random::new(index as u64);
        let mut out = String::with_capacity(PART * 800);
        let components: Vec<Component> =
            (0..COMPONENTS).map(|nth| Component::new(index * COMPONENTS + nth)).collect();
        for component in &components {
            component.write(random, &mut out);
        }
        flow(index, random, &mut out);
        let many = PART.min(self.failures - index * PART);
        let per_component = many.div_ceil(COMPONENTS);
        for (nth, component) in components.iter().enumerate() {
            let modes = random.some_of(per_component.min(many - nth * per_component), prose::MODES.len());
            for (at, mode) in modes.into_iter().enumerate() {
                let number = index * PART + nth * per_component + at;
                failure::write(number, mode, component, self.broken && number % 100 == 37, random, &mut out);
            }
        }
        out
    }
}

/// The name of an area.
fn area(index: usize) -> String {
    if index == 0 {
        return "Platform".to_owned();
    }
    let (name, region) = ((index - 1) % prose::AREAS.len(), (index - 1) / prose::AREAS.len());
    format!("{} {}", prose::REGIONS[region % prose::REGIONS.len()], prose::AREAS[name]).trim().to_owned()
}

/// A name as an id.
fn slug(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

/// A component by its number; what others need to know of it follows from that alone.
pub(crate) struct Component {
    index: usize,
    pub(crate) name: String,
    pub(crate) id: String,
    pub(crate) owner: String,
    pub(crate) flow: String,
}

impl Component {
    pub(crate) fn new(index: usize) -> Self {
        let area = area(index / prose::ROLES.len());
        let name = format!("{area} {}", prose::ROLES[index % prose::ROLES.len()].0);
        let id = slug(&name);
        let (owner, flow) = (format!("team-{}", slug(&area)), flow_id(index / COMPONENTS));
        Self { index, name, id, owner, flow }
    }

    fn write(&self, random: &mut Random, out: &mut String) {
        let roles = prose::ROLES.len();
        let (role, area) = (self.index % roles, self.index / roles);
        let (_, kind, technology) = prose::ROLES[role];
        let (name, id, owner) = (&self.name, &self.id, &self.owner);
        writeln!(out, "[component.{id}]\nname = \"{name}\"\nkind = \"{kind}\"\nowner = \"{owner}\"").unwrap();
        let responsibility = match kind {
            "external" => "vendor",
            "database" | "queue" | "storage" => "platform",
            _ => "own",
        };
        writeln!(out, "responsibility = \"{responsibility}\"\ntechnology = \"{technology}\"").unwrap();
        if responsibility == "platform" {
            writeln!(out, "exit_strategy = \"Its data leave as plain files once a night\"").unwrap();
        }
        let mut needs = Vec::new();
        // Later roles carry earlier ones; only parts that are there can be needed.
        for _ in 0..random.below(3) {
            let other = area * roles + role.saturating_sub(1 + random.below(6));
            needs.push(Self::new(other).id);
        }
        if area > 0 && random.chance(30) {
            needs.push(Self::new(random.below(roles)).id);
        }
        needs.sort();
        needs.dedup();
        needs.retain(|need| need != id);
        let needs: Vec<String> = needs.into_iter().map(|need| strength(&need, random)).collect();
        if !needs.is_empty() {
            writeln!(out, "depends_on = [{}]", needs.join(", ")).unwrap();
        }
        let placement = random.pick(&["zone", "zone", "geo", "local"]);
        writeln!(out, "instances = {}\nplacement = \"{placement}\"", 2 + random.below(6)).unwrap();
        match kind {
            "service" | "gateway" => writeln!(out, "scaling = {{ min = 2, max = {} }}", 4 + random.below(30)),
            "database" => {
                let every = if random.chance(95) { "15m" } else { "24h" };
                writeln!(out, "backup = {{ every = \"{every}\", restored = 2026-09-{:02} }}", 1 + random.below(30))
            }
            "external" => writeln!(out, "sla = \"99.95%\"\nexit_strategy = \"A second provider is under contract, and tested each spring\""),
            _ => Ok(()),
        }
        .unwrap();
        out.push('\n');
    }
}

fn strength(id: &str, random: &mut Random) -> String {
    match random.below(10) {
        0 => format!("{{ component = \"{id}\", strength = \"weak\", fallback = \"the last known answer\" }}"),
        1 => format!("{{ component = \"{id}\", strength = \"weak\" }}"),
        _ => format!("\"{id}\""),
    }
}

fn flow_id(part: usize) -> String {
    const VERBS: [&str; AREA] =
        ["place", "change", "cancel", "search", "pay", "confirm", "print", "import", "settle", "archive"];
    format!("{}-{}", VERBS[part % AREA], slug(&area(part / AREA)))
}

/// The flow through the components of a part and of some parts before it.
fn flow(part: usize, random: &mut Random, out: &mut String) {
    let id = flow_id(part);
    let name = id.replace('-', " ");
    let kind = random.pick(&["user", "user", "system"]);
    let criticality = random.pick(&["high", "medium", "medium", "low"]);
    let first = part / AREA * AREA;
    let mut steps = vec![part * COMPONENTS, part * COMPONENTS + 1];
    for _ in 0..random.below(4) {
        let step = (first + random.below(part - first + 1)) * COMPONENTS;
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
    let steps: Vec<String> =
        steps.into_iter().map(|step| format!("\"{}\"", Component::new(step).id)).collect();
    let owner = Component::new(part * COMPONENTS).owner;
    write!(
        out,
        "[flow.{id}]\nname = \"{name}\"\nkind = \"{kind}\"\ncriticality = \"{criticality}\"\nstart = \"{name}: first page\"\n\
         end = \"{name}: confirmation\"\ncomponents = [{}]    # in the order of the journey\noutcome = \"It is stored and confirmed\"\n\
         impact = \"{} cannot go on\"\nowner = \"{owner}\"\nrto = \"4h\"\nrpo = \"15m\"\n[flow.{id}.slo]\ntarget = \"99.{}%\"\n\
         window = \"28d\"\nsli = \"Requests without error / requests\"\n[flow.{id}.health]\nhealthy = \"> {} an hour\"\n\
         degraded = \"less than usual for the hour\"\nunhealthy = \"none for ten minutes\"\n\n",
        steps.join(", "),
        random.pick(prose::WHO),
        90 + random.below(10),
        20 + random.below(900),
    )
    .unwrap();
}
