//! A catalogue as a team would write it.

use crate::import::ImportedEntry;
use crate::import::Note;
use crate::import::source::backstage::read;

/// Seven parts of a shop, and what else stands in a catalogue.
const SHOP: &str = "\
# The shop.
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: storefront
  title: The storefront
  description: |
    What customers see.
    --- not a marker, since it is indented
  annotations:
    example.org/dashboard: shop
  tags: [react, public]
spec:
  type: website
  owner: group:default/shop
  lifecycle: production
  system: shop
  consumesApis: [checkout-api, weather-api]
  dependsOn:
    - resource:sessions
    - component:default/ui-kit
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: Checkout
  links:
    - url: https://example.org/runbook
spec:
  type: service
  owner: user:jane
  lifecycle: experimental
  dependsOn: [Resource:default/Checkout_DB, 'resource:default/orders', resource:checkout_db, component:checkout]
  providesApis: [checkout-api]
---
apiVersion: backstage.io/v1alpha1
kind: Resource
metadata: { name: checkout_db, title: Orders of customers }
spec: { type: postgres, owner: group:data/storage }
--- # a cache, which says itself who needs it
apiVersion: backstage.io/v1alpha1
kind: resource
metadata: { name: sessions }
spec: { type: redis, owner: tbd, dependencyOf: ['component:checkout', 'component:elsewhere'] }
---
apiVersion: backstage.io/v1alpha1
kind: Resource
metadata: { name: checkout }
spec: { type: sqs-queue, dependsOn: [] }
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: checkout, namespace: test }
spec: { type: quantum-annealer, dependsOn: [{ kind: Resource, name: orders }, payments, system:shop, 'a:b:c', 1.5] }
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: ui-kit }
spec: { type: library }
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: { name: checkout-api }
---
apiVersion: backstage.io/v1alpha1
kind: api
metadata: { name: other-api }
---
apiVersion: v1
kind: Service
metadata: { name: checkout }
...
";

fn shown(foreign: &ImportedEntry) -> String {
    let field = |field: &crate::import::Field| {
        let value = match &field.value {
            None => "-".to_owned(),
            Some(value) => match (value.as_str(), value.as_list()) {
                (Some(text), _) => text.to_owned(),
                (_, list) => format!(
                    "{:?}",
                    list.unwrap().iter().map(|item| item.as_str().unwrap()).collect::<Vec<_>>()
                ),
            },
        };
        format!("\n  {} = {value} <- {}", field.path, field.text)
    };
    let id = foreign.id.as_ref().unwrap();
    // That nothing is needed stands in each of them, so that what was needed once can go.
    let fields = foreign.fields.iter().filter(|field| !field.text.is_empty());
    format!("{}:{id}{}\n", foreign.row, fields.map(field).collect::<String>())
}

fn said(notes: &[Note]) -> Vec<String> {
    notes.iter().map(|note| format!("{} {}: {}", note.line, note.column, note.message)).collect()
}

fn entries(text: &str) -> String {
    read(text.as_bytes()).unwrap().0.iter().map(shown).collect()
}

fn notes(text: &str) -> Vec<String> {
    said(&read(text.as_bytes()).unwrap().1)
}

/// An entity on one line.
fn component(name: &str, spec: &str) -> String {
    format!(
        "---\n{{apiVersion: backstage.io/v1beta1, kind: Component, metadata: {{name: {name}}}, spec: {{{spec}}}}}\n"
    )
}

#[test]
fn a_catalogue_becomes_components() {
    let expected = "\
2:storefront
  name = The storefront <- The storefront
  kind = service <- website
  owner = shop <- group:default/shop
  x-system = shop <- shop
  x-lifecycle = production <- production
  x-description = What customers see.
--- not a marker, since it is indented <- What customers see.
--- not a marker, since it is indented
  x-tags = [\"react\", \"public\"] <- react public
  depends_on = [\"sessions\", \"checkout\"] <- component:default/checkout resource:default/sessions
23:checkout
  name = Checkout <- Checkout
  kind = service <- service
  owner = jane <- user:jane
  x-lifecycle = experimental <- experimental
  depends_on = [\"checkout-db\", \"orders\", \"sessions\"] <- resource:default/checkout_db resource:default/orders resource:default/sessions
36:checkout-db
  name = Orders of customers <- Orders of customers
  kind = database <- postgres
  technology = postgres <- postgres
  owner = data/storage <- group:data/storage
41:sessions
  kind = cache <- redis
  technology = redis <- redis
  owner = - <- tbd
46:resource-checkout
  name = checkout <- checkout
  kind = queue <- sqs-queue
  technology = sqs <- sqs-queue
51:test-checkout
  name = checkout <- checkout
  x-type = quantum-annealer <- quantum-annealer
  depends_on = [\"orders\"] <- resource:test/orders
";
    assert_eq!(entries(SHOP), expected);
}

#[test]
fn nothing_is_dropped_without_a_word() {
    let expected = [
        "2 : annotations and links are not taken over (2 entities)",
        "18 spec.consumesApis: no component here provides api:default/weather-api, so that it is not taken over",
        "21 spec.dependsOn: component:default/ui-kit is left out itself, so that the dependency on it is not taken over",
        "33 spec.dependsOn: component:default/checkout needs itself; that is not taken over",
        "44 spec.dependencyOf: component:default/elsewhere is no component here, so that its dependency is not taken over",
        "46 metadata.name: component:default/checkout has the id checkout already (line 23); this one becomes resource-checkout",
        "51 metadata.name: component:default/checkout has the id checkout already (line 23); this one becomes test-checkout",
        "54 spec.type: “quantum-annealer” says no kind that we know; it is kept as x-type",
        "54 spec.dependsOn: “payments” names no kind, as component: or resource:, and is not taken over",
        "54 spec.dependsOn: “a:b:c” is no reference to an entity, and is not taken over",
        "54 spec.dependsOn: this is no reference to an entity, and is not taken over",
        "54 spec.dependsOn: system:test/shop is neither a component nor a resource, and is not taken over",
        "56 spec.type: 1 entity of type library is no running part of the system, and is left out",
        "61 kind: 2 entities of kind API are no components, and are left out",
        "69 : this document is no Backstage entity, and is left out",
    ];
    assert_eq!(notes(SHOP), expected);
}

#[test]
fn references_follow_the_ids_that_were_chosen() {
    let resource = component("web", "type: s3-bucket").replace("Component", "Resource");
    let text = [component("web", "type: service, dependsOn: [resource:web]"), resource.clone()].concat();
    assert!(entries(&text).contains("depends_on = [\"resource-web\"]"), "{}", entries(&text));
    // Another file holds the resource, and another component here has its id.
    let text = [component("web", "type: service"), component("api", "dependsOn: [resource:web]")].concat();
    assert!(entries(&text).contains("depends_on = [\"resource-web\"]"), "{}", entries(&text));
    let text = [component("a_b", ""), component("a.b", ""), component("A_B", ""), resource].concat();
    let ids: Vec<_> = read(text.as_bytes()).unwrap().0.into_iter().filter_map(|foreign| foreign.id).collect();
    assert_eq!(ids.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["a-b", "a-b-2", "web"]);
    assert_eq!(
        notes(&text)[1],
        "6 metadata.name: component:default/a_b stands in line 2 already; this one is left out"
    );
}

#[test]
fn the_order_of_references_is_no_change() {
    let text = |refs: &str| {
        let foreign = read(component("web", &format!("dependsOn: [{refs}]")).as_bytes()).unwrap().0.remove(0);
        foreign.fields.into_iter().find(|field| field.path.to_string() == "depends_on").unwrap().text
    };
    assert_eq!(text("resource:b, component:a, Resource:default/B"), "component:default/a resource:default/b");
    assert_eq!(text("component:a, resource:b"), "component:default/a resource:default/b");
}

#[test]
fn values_that_are_no_text_are_said() {
    let text = component("web", "type: [service], owner: 1.10, system: 0755, lifecycle: yes, extra: 1");
    let expected = [
        "2 spec.type: this is no text, and is not taken over",
        "2 spec.owner: this is no text, and is not taken over; quotes would make it one",
        "2 : extra is not taken over (1 entity)",
    ];
    assert_eq!(notes(&text), expected);
    assert!(entries(&text).ends_with("x-system = 0755 <- 0755\n  x-lifecycle = yes <- yes\n"));
    let nameless = component("", "").replace("kind: Component", "kind: Resource") + &component("網路", "");
    assert_eq!(notes(&nameless).len(), 2);
}

#[test]
fn json_and_exports_of_whole_catalogues_are_read() {
    let entity = r#"{"apiVersion": "backstage.io/v1alpha1", "kind": "Component",
 "metadata": {"name": "NAME"}, "spec": {"type": "cron"}}"#;
    let two = format!("{},\n{}", entity.replace("NAME", "a"), entity.replace("NAME", "b"));
    for text in [format!("[{two}]"), format!("{{\"items\": [{two}], \"total\": 2}}")] {
        assert_eq!(entries(&text), "1:a\n  kind = job <- cron\n3:b\n  kind = job <- cron\n", "{text}");
    }
}

#[test]
fn a_file_without_entities_is_refused() {
    for text in ["", "# nothing\n---\n", "kind: Service\n", "just text", "[1, 2]", "items: []"] {
        assert_eq!(read(text.as_bytes()).unwrap_err(), "there is no entity of Backstage in it", "{text}");
    }
    assert!(read(b"kind: \0\0\0\n").is_err(), "bytes that are no text");
    let broken = read(b"\n\na: [\n").unwrap_err();
    assert!(broken.starts_with("line 3: this is no YAML that can be read: "), "{broken}");
}
