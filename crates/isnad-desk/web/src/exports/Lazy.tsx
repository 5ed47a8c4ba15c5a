// The dialog of exports for views that seldom need it: loaded when it is first opened.

import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { toastError } from "../ui";
import type { Scope } from "./scope";

interface Props {
  scope: Scope;
  close: () => void;
}

export function LazyExport(props: Props) {
  const [Dialog, setDialog] = useState<ComponentType<Props> | null>(null);
  useEffect(() => {
    let gone = false;
    import("./ExportDialog").then((m) => !gone && setDialog(() => m.ExportDialog), toastError);
    return () => {
      gone = true;
    };
  }, []);
  return Dialog ? <Dialog {...props} /> : null;
}
