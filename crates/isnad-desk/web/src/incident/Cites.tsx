// Who cites whom: as a graph, drawn once it comes into view, or as a list that says the same.

import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { CiteEdge, CiteNode } from "../api";
import { LINKS, word } from "../labels";
import { useView } from "./context";
import { Bdi, Loading, Segments } from "../ui";
import { entityName, w } from "./words";
import { setting } from "../i18n";

const form = setting("cites-form", ["graph", "list"], "graph");

/** The word for a node's kind; those that are links of a chain are called as there. */
export function nodeKind(kind: CiteNode["kind"]): string {
  switch (kind) {
    case "outlet":
      return w("incident.chain_outlet");
    case "media":
    case "witness":
    case "unnamed":
    case "document":
      return word(LINKS, kind);
    case "organisation":
      return word(LINKS, "named_org");
    case "person":
      return word(LINKS, "named_person");
    case "official":
      return word(LINKS, "official_unnamed");
    default:
      return String(kind);
  }
}

export interface GraphProps {
  nodes: CiteNode[];
  edges: CiteEdge[];
}

/** How a node is called: a registered one by the registry. */
export function useNodeName(): (node: CiteNode) => string {
  const { answer } = useView();
  // An outlet that no report names has no name here either.
  return (node) => entityName(answer.labels, node.entity) ?? (/^\??$/.test(node.label.trim()) ? w("incident.outlet_unknown") : node.label);
}

export function Cites() {
  const { answer } = useView();
  const { nodes, edges } = answer.cites;
  if (edges.length === 0) return <p class="none">{w("incident.no_cites")}</p>;
  return (
    <div class="cites">
      <Segments
        label={w("incident.graph_name")}
        value={form.value}
        options={[["graph", w("incident.graph")], ["list", w("incident.list")]]}
        onChange={(v) => (form.value = v)}
      />
      {form.value === "graph" ? <Lazy nodes={nodes} edges={edges} /> : <CitesList nodes={nodes} edges={edges} />}
    </div>
  );
}

function Lazy(props: GraphProps) {
  const here = useRef<HTMLDivElement>(null);
  const [Graph, setGraph] = useState<ComponentType<GraphProps> | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let gone = false;
    const load = () =>
      import("./GraphSvg").then(
        (m) => !gone && setGraph(() => m.GraphSvg),
        () => !gone && setFailed(true),
      );
    const observer = new IntersectionObserver((seen) => {
      if (!seen.some((s) => s.isIntersecting)) return;
      observer.disconnect();
      void load();
    }, { rootMargin: "400px" });
    if (here.current) observer.observe(here.current);
    return () => {
      gone = true;
      observer.disconnect();
    };
  }, []);
  if (failed) return <CitesList {...props} />;
  return <div ref={here}>{Graph ? <Graph {...props} /> : <Loading />}</div>;
}

export function CitesList({ nodes, edges }: GraphProps) {
  const { show } = useView();
  const name = useNodeName();
  const byId = new Map(nodes.map((n) => [n.id, n]));
  const citing = nodes.filter((n) => edges.some((e) => e.from === n.id));
  return (
    <ul class="cites-list">
      {citing.map((n) => (
        <li key={n.id}>
          <strong>
            <Bdi text={name(n)} />
          </strong>{" "}
          <span class="muted">{nodeKind(n.kind)}</span>
          <ul>
            {edges
              .filter((e) => e.from === n.id && byId.has(e.to))
              .map((e) => {
                const to = byId.get(e.to)!;
                const first = e.claims[0];
                return (
                  <li key={`${e.kind}${e.to}`}>
                    {w(e.kind === "copies" ? "incident.copies_edge" : "incident.cites_edge")} <Bdi text={name(to)} />{" "}
                    <span class="muted">
                      {nodeKind(to.kind)}
                      {e.claims.length > 0 && " · "}
                    </span>
                    {first !== undefined && (
                      <button type="button" class="link" onClick={() => show(first)}>
                        {w("incident.n_claims", { n: e.claims.length })}
                      </button>
                    )}
                  </li>
                );
              })}
          </ul>
        </li>
      ))}
    </ul>
  );
}
