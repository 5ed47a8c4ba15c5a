// The base map, loaded when it is first shown: MapLibre is most of the page's weight. See Map.tsx for what it takes.

import { useEffect, useState } from "preact/hooks";
import type { MapProps } from "./Map";
import { words } from "./words";

export type { MapProps } from "./Map";
type Module = typeof import("./Map");
let loaded: Module | null = null;

/** Begins to load the map's code before it is shown. */
export const preloadMap = (): Promise<Module> => import("./Map").then((m) => (loaded = m));

export function BaseMap(props: MapProps) {
  const [module, setModule] = useState<Module | null>(loaded);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let gone = false;
    if (!module) preloadMap().then((m) => { if (!gone) setModule(m); }, () => { if (!gone) setFailed(true); });
    return () => { gone = true; };
  }, []);
  if (module) return <module.BaseMap {...props} />;
  return <div class={`map-frame ${props.class ?? ""}`} aria-busy={!failed}>{failed ? <p role="status">{words("failed")}</p> : null}</div>;
}
