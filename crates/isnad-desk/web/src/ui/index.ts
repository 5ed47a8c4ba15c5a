// The shared parts in one import.
export * from "./bdi";
export * from "./dialog";
export * from "./icons";
export * from "./keys";
export * from "./load";
export * from "./menu";
export * from "./pager";
export * from "./parts";
export * from "./rowkeys";
export * from "./standing";
export * from "./toast";
