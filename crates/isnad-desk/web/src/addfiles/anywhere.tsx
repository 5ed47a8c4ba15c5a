// Files dropped anywhere on the desk are added; while they hover, the page says so. Text that is dragged about is left alone.

import { useSignal } from "@preact/signals";
import { render } from "preact";
import { useEffect } from "preact/hooks";
import { Icon } from "../ui";
import { dropped } from "./pick";
import { addFiles } from "./queue";
import { w } from "../i18n/incident";
import "./addfiles.css";

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;

function DropAnywhere() {
  const over = useSignal(false);
  useEffect(() => {
    // Entering a child is also leaving its parent: both are counted.
    let depth = 0;
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth++;
      over.value = true;
    };
    const leave = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) over.value = false;
    };
    const hover = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.dataTransfer!.dropEffect = "copy";
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      // Without this the browser would open the file in place of the desk.
      event.preventDefault();
      depth = 0;
      over.value = false;
      void dropped(event.dataTransfer!).then(({ files, refused }) => addFiles(files, refused));
    };
    addEventListener("dragenter", enter);
    addEventListener("dragleave", leave);
    addEventListener("dragover", hover);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragenter", enter);
      removeEventListener("dragleave", leave);
      removeEventListener("dragover", hover);
      removeEventListener("drop", drop);
    };
  }, []);
  if (!over.value) return null;
  return (
    <div class="drop-overlay" role="status">
      <div>
        <Icon name="file" /> {w("add.overlay")}
      </div>
    </div>
  );
}

/** Begins to take files that are dropped on the page. */
export function startDropping(): void {
  const box = document.createElement("div");
  document.body.append(box);
  render(<DropAnywhere />, box);
}
