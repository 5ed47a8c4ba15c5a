// The page's own small icons, drawn on a grid of 16. `flip` ones point along the line and turn with the direction.

const PATHS: Record<string, string> = {
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.6-1.4L14 14",
  close: "M4 4l8 8M12 4l-8 8",
  filter: "M2 4h12M4.5 8h7M7 12h2",
  map: "M1.5 4 6 2l4 2 4.5-2v10L10 14l-4-2-4.5 2V4ZM6 2v10M10 4v10",
  time: "M2 14V9M6 14V4M10 14V7M14 14V2",
  list: "M5.5 4H14M5.5 8H14M5.5 12H14M2 4h.01M2 8h.01M2 12h.01",
  settings: "M3 5h6M12.5 5H13M3 11h1M7.5 11H13M11 7a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM5.7 13a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
  down: "m4 6 4 4 4-4",
  up: "m4 10 4-4 4 4",
  next: "m6 4 4 4-4 4",
  back: "m10 4-4 4 4 4",
  check: "m3 8.5 3.5 3.5L13 4.5",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  fit: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4",
  polygon: "M3 5 8.5 2 14 7l-3 6.5-7-1L3 5Z",
  box: "M2.5 3.5h11v9h-11z",
  trash: "M3 4h10M6.5 4V2.5h3V4M4.5 4l.6 9.5h5.8l.6-9.5",
  edit: "M3 13l.6-2.8L11 2.8l2.2 2.2-7.4 7.4L3 13Z",
  undo: "M3 7h7a3 3 0 0 1 0 6H7M3 7l3-3M3 7l3 3",
  merge: "M3 3v2c0 2 5 2 5 5v3M13 3v2c0 2-5 2-5 5",
  split: "M8 3v3M8 6c0 3-5 2-5 5v2M8 6c0 3 5 2 5 5v2",
  export: "M8 2v8M5 7l3 3 3-3M2.5 11v2.5h11V11",
  link: "M6.5 9.5 9.5 6.5M7 4.5l1-1a3 3 0 0 1 4.5 4.5l-1 1M9 11.5l-1 1A3 3 0 0 1 3.5 8l1-1",
  star: "m8 2 1.8 3.8 4.2.5-3.1 2.9.8 4.1L8 11.3l-3.7 2 .8-4.1L2 6.3l4.2-.5L8 2Z",
  conflict: "M2 6h9l-2.5-2.5M14 10H5l2.5 2.5",
  comment: "M2.5 3.5h11v8H8L5 14v-2.5H2.5z",
  help: "M6 6a2 2 0 1 1 3 1.8c-.7.4-1 .8-1 1.7M8 12h.01M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Z",
  external: "M6 3H3v10h10v-3M9 2.5h4.5V7M13.5 2.5 7.5 8.5",
  file: "M4 1.5h5.5L12.5 5v9.5h-8.5zM9 1.5V5h3.5",
  user: "M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.5 14c.5-3 2.7-4.5 5.5-4.5s5 1.5 5.5 4.5",
  globe: "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM1.5 8h13M8 1.5c4 4 4 9 0 13-4-4-4-9 0-13Z",
  print: "M4.5 6V2h7v4M4.5 12H2.5V6h11v6h-2M4.5 10h7v4h-7z",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
};

export type IconName = keyof typeof PATHS & string;

export function Icon({ name, flip = false, class: extra = "" }: { name: string; flip?: boolean; class?: string }) {
  return (
    <svg class={`ico${flip ? " flip" : ""} ${extra}`} viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5"
      stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
      <path d={PATHS[name] ?? ""} />
    </svg>
  );
}
