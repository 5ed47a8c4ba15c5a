//! Who cites whom in one incident, as a graph.
//!
//! *Comes in*: an incident. *Goes out*: outlets and the sources of their chains as nodes; «cites» along each chain and «copies» between outlets as
//! edges, each with the claims that it rests on. *Does not*: lay it out.

use isnad_model::{Incident, LinkKind, wire::LinkJson};
use isnad_read::Registry;
use isnad_text::fold_text;
use rustc_hash::FxHashMap;
use serde::Serialize;
use utoipa::ToSchema;

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum NodeKind {
    /// Who published a report.
    Outlet,
    /// An agency, paper or channel that is cited.
    Media,
    /// An organisation, force or state.
    Organisation,
    /// A person by name.
    Person,
    /// An official or spokesman without a name.
    Official,
    /// A witness or resident.
    Witness,
    /// Sources without a name.
    Unnamed,
    /// A statement or report.
    Document,
}

/// A source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CiteNode {
    /// Identity in this graph.
    pub id: String,
    /// The words that name it; of an outlet its name.
    pub label: String,
    /// What it is.
    pub kind: NodeKind,
    /// Identity in the actor registry.
    pub entity: Option<String>,
}

/// What an edge says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum EdgeKind {
    /// The first gives the second as its source.
    Cites,
    /// The first took the second's words.
    Copies,
}

/// From one source to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CiteEdge {
    /// Who cites or copies.
    pub from: String,
    /// Whom.
    pub to: String,
    /// Which of the two.
    pub kind: EdgeKind,
    /// The claims that it rests on.
    pub claims: Vec<String>,
}

/// The graph.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct Cites {
    /// Sources, in the order in which they are met.
    pub nodes: Vec<CiteNode>,
    /// Edges, likewise.
    pub edges: Vec<CiteEdge>,
}

struct Maker<'a> {
    registry: &'a Registry,
    out: Cites,
    nodes: FxHashMap<String, usize>,
    edges: FxHashMap<(String, String, EdgeKind), usize>,
}

impl Maker<'_> {
    fn node(&mut self, key: String, label: &str, kind: NodeKind, entity: Option<&str>) -> String {
        if !self.nodes.contains_key(&key) {
            self.nodes.insert(key.clone(), self.out.nodes.len());
            self.out.nodes.push(CiteNode {
                id: key.clone(),
                label: label.to_owned(),
                kind,
                entity: entity.map(str::to_owned),
            });
        }
        key
    }

    fn edge(&mut self, from: &str, to: &str, kind: EdgeKind, claims: impl IntoIterator<Item = String>) {
        if from == to {
            return;
        }
        let key = (from.to_owned(), to.to_owned(), kind);
        let n = *self.edges.entry(key).or_insert_with(|| {
            let (from, to) = (from.to_owned(), to.to_owned());
            self.out.edges.push(CiteEdge { from, to, kind, claims: Vec::new() });
            self.out.edges.len() - 1
        });
        for claim in claims {
            if !self.out.edges[n].claims.contains(&claim) {
                self.out.edges[n].claims.push(claim);
            }
        }
    }

    /// An outlet; the same node where another cites it and the registry knows both.
    fn outlet(&mut self, outlet: Option<&str>) -> String {
        let label = outlet.unwrap_or_default();
        let entity = self.registry.named(label).map(|a| a.id.clone());
        let key = match &entity {
            Some(id) => format!("={id}"),
            None => format!("outlet:{}", fold_text(label)),
        };
        self.node(key, label, NodeKind::Outlet, entity.as_deref())
    }

    fn link(&mut self, link: &LinkJson, behind: &str) -> String {
        let kind = match link.kind {
            LinkKind::NamedPerson => NodeKind::Person,
            LinkKind::NamedOrg => NodeKind::Organisation,
            LinkKind::OfficialUnnamed => NodeKind::Official,
            LinkKind::Witness => NodeKind::Witness,
            LinkKind::Unnamed => NodeKind::Unnamed,
            LinkKind::Media => NodeKind::Media,
            LinkKind::Document => NodeKind::Document,
        };
        let words = fold_text(&link.at.text);
        let key = match &link.entity {
            Some(id) => format!("={id}"),
            // «مصادر محلية» of two outlets need not be the same people: without a name they are the citing one's own.
            None if matches!(
                kind,
                NodeKind::Official | NodeKind::Witness | NodeKind::Unnamed | NodeKind::Document
            ) =>
            {
                format!("{behind}>{words}")
            }
            None => {
                let outlet = format!("outlet:{words}");
                if self.nodes.contains_key(&outlet) { outlet } else { format!("{}:{words}", link.kind) }
            }
        };
        self.node(key, &link.at.text, kind, link.entity.as_deref())
    }
}

/// The graph of an incident.
pub fn cites(incident: &Incident, registry: &Registry) -> Cites {
    let mut make =
        Maker { registry, out: Cites::default(), nodes: FxHashMap::default(), edges: FxHashMap::default() };
    // Outlets first, so that a medium that is cited and published itself is one node.
    let outlets: Vec<String> = incident.members.iter().map(|m| make.outlet(m.outlet.as_deref())).collect();
    for (member, outlet) in incident.members.iter().zip(&outlets) {
        for claim in &member.claims {
            let mut from = outlet.clone();
            for link in &claim.says {
                let to = make.link(link, &from);
                make.edge(&from, &to, EdgeKind::Cites, [claim.id.clone()]);
                from = to;
            }
        }
        let origin = member.copy_of.as_ref().and_then(|o| incident.members.iter().position(|m| m.item == *o));
        if let Some(origin) = origin {
            let claims = member.claims.iter().map(|c| c.id.clone());
            make.edge(outlet, &outlets[origin], EdgeKind::Copies, claims);
        }
    }
    make.out
}
