// Exports in one import: `ExportButton` opens the dialog over what a view shows.
export { ExportButton, ExportDialog } from "./ExportDialog";
export type { Scope } from "./scope";
