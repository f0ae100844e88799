//! What the components of a flow promise together.

use crate::model::Component;
use crate::model::Entry;
use crate::model::Id;
use crate::model::Percent;

/// What the components that a flow cannot do without promise together: the product of their SLAs, as if they failed
/// independently of each other.
///
/// Source: Azure Well-Architected Framework, RE:04, composite targets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Promise<'a> {
    /// The product, from 0 to 1; `None` where no component has an SLA.
    pub share: Option<f64>,
    /// How many components have an SLA.
    pub counted: usize,
    /// The components that have none, in the order in which they came. Where there are any, the product can only be lower.
    pub missing: Vec<&'a Id>,
    /// The component with the lowest SLA, and that; of equals the first.
    pub weakest: Option<(&'a Id, Percent)>,
}

impl<'a> Promise<'a> {
    /// The promise of components, each with what is written about it.
    pub fn of(components: impl IntoIterator<Item = (&'a Id, Option<&'a Entry<Component>>)>) -> Self {
        let mut promise = Self::default();
        for (id, entry) in components {
            let Some(sla) = entry.and_then(|component| component.sla) else {
                promise.missing.push(id);
                continue;
            };
            promise.counted += 1;
            promise.share = Some(promise.share.unwrap_or(1.0) * sla.share());
            if promise.weakest.is_none_or(|(_, lowest)| sla < lowest) {
                promise.weakest = Some((id, sla));
            }
        }
        promise
    }

    /// The product as a percentage, with as many digits as tell anything, rounded down.
    pub fn availability(&self) -> Option<Percent> {
        self.share.map(Percent::of_share)
    }

    /// Whether an objective is above the product. `None` where that cannot be told: the product is high enough, and
    /// components without an SLA may lower it, or no component has one.
    pub fn is_below(&self, target: Percent) -> Option<bool> {
        /// What computing with fractions loses.
        const NOTHING: f64 = 1e-12;
        let is_below = target.share() > self.share? + NOTHING;
        (is_below || self.missing.is_empty()).then_some(is_below)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The product as a number and as it is shown. The second is the worked example of RE:04, the third a table of
    /// Microsoft's reliable web app pattern, whose products are given as 99.94 % and 99.616 %.
    #[test]
    fn products_are_those_of_published_examples() {
        for (slas, share, shown) in [
            (&["99.99%"; 3][..], 0.999_700_03, "99.97%"),
            (&["99.95%", "99.99%"], 0.999_400_05, "99.94%"),
            (
                &["99.99%", "99.99%", "99.95%", "99.9%", "99.995%", "99.9%", "99.99%", "99.9%"],
                0.996_155_77,
                "99.615%",
            ),
            (&["99.95%"], 0.999_5, "99.95%"),
        ] {
            let product: f64 = slas.iter().map(|sla| sla.parse::<Percent>().unwrap().share()).product();
            assert!((product - share).abs() < 1e-8, "{product}");
            assert_eq!(Percent::of_share(product).to_string(), shown);
        }
    }
}
