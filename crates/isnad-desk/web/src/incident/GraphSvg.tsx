// The drawn graph of who cites whom. Boxes can be reached by keyboard; the one under the pointer or in focus lights its arrows.

import { useMemo, useState } from "preact/hooks";
import { dir, number } from "../i18n";
import { brief } from "../text";
import { nodeKind, useNodeName, type GraphProps } from "./Cites";
import { useView } from "./context";
import { draw } from "./graph";
import { w } from "./words";

/** Cut to what fits; the whole is in the title. */
function cut(text: string, most: number): string {
  const chars = [...text];
  return chars.length <= most ? text : `${chars.slice(0, most - 1).join("")}…`;
}

export function GraphSvg({ nodes, edges }: GraphProps) {
  const { show } = useView();
  const name = useNodeName();
  const [lit, setLit] = useState<string | null>(null);
  const rtl = dir() === "rtl";
  const named = nodes.map((n) => ({ ...n, label: brief(name(n), 60), below: nodeKind(n.kind) }));
  const key = named.map((n) => `${n.id}${n.label}`).join() + edges.map((e) => e.from + e.to + e.kind).join();
  const drawing = useMemo(() => draw(named, edges, rtl), [key, rtl]);
  const near = new Set(lit === null ? [] : edges.flatMap((e) => (e.from === lit || e.to === lit ? [e.from, e.to] : [])));
  const spoken = (id: string) => {
    const of = edges.filter((e) => e.from === id);
    const label = (to: string) => named.find((n) => n.id === to)?.label ?? to;
    const parts = of.map((e) => `${w(e.kind === "copies" ? "incident.copies_edge" : "incident.cites_edge")} ${label(e.to)}`);
    return parts.length > 0 ? parts.join(", ") : w("incident.cites_none");
  };
  return (
    <div class="graph-scroll" role="region" aria-label={w("incident.graph_name")} tabIndex={0}>
      <svg width={drawing.width} height={drawing.height} role="group" aria-label={w("incident.graph_name")} data-lit={lit !== null ? "" : undefined}>
        <defs>
          {(["cites", "copies"] as const).map((kind) => (
            <marker key={kind} id={`arrow-${kind}`} class={`arrow-${kind}`} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
              <path d="M0 0.5 7.5 4 0 7.5Z" />
            </marker>
          ))}
        </defs>
        {drawing.arrows.map((a) => (
          <g key={`${a.edge.from}${a.edge.to}${a.edge.kind}`} class="edge" data-kind={a.edge.kind} data-on={lit !== null && (a.edge.from === lit || a.edge.to === lit) ? "" : undefined}>
            <path d={a.path} marker-end={`url(#arrow-${a.edge.kind})`}>
              <title>{`${w(a.edge.kind === "copies" ? "incident.copies_edge" : "incident.cites_edge")} · ${w("incident.n_claims", { n: a.edge.claims.length })}`}</title>
            </path>
            {a.edge.claims.length > 1 && (
              <g aria-hidden="true">
                <circle class="edge-n" cx={a.at.x} cy={a.at.y} r="9" />
                <text x={a.at.x} y={a.at.y} dy="0.35em" text-anchor="middle">
                  {number(a.edge.claims.length)}
                </text>
              </g>
            )}
          </g>
        ))}
        {drawing.boxes.map((b) => {
          const first = edges.find((e) => (e.from === b.node.id || e.to === b.node.id) && e.claims.length > 0)?.claims[0];
          return (
            <g
              key={b.node.id}
              class="node"
              data-kind={b.node.kind}
              data-on={lit === b.node.id || near.has(b.node.id) ? "" : undefined}
              role="button"
              tabIndex={0}
              aria-label={`${b.node.label} (${nodeKind(b.node.kind)}): ${spoken(b.node.id)}`}
              onMouseEnter={() => setLit(b.node.id)}
              onMouseLeave={() => setLit(null)}
              onFocus={() => setLit(b.node.id)}
              onBlur={() => setLit(null)}
              onClick={() => first && show(first)}
              onKeyDown={(e) => {
                if (e.key !== "Enter" && e.key !== " ") return;
                e.preventDefault();
                e.stopPropagation();
                if (first) show(first);
              }}
            >
              <title>{b.node.label}</title>
              <rect x={b.x} y={b.y} width={b.width} height={b.height} rx="6" />
              <text class="node-name" direction={/[\u0590-\u08FF]/.test(b.node.label) ? "rtl" : "ltr"} x={b.x + b.width / 2} y={b.y + 20} text-anchor="middle">
                {cut(b.node.label, Math.floor((b.width - 14) / 7.4))}
              </text>
              <text class="node-kind" x={b.x + b.width / 2} y={b.y + 36} text-anchor="middle">
                {b.node.below}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
