// The contract's name for text that others wrote.
export { Bdi as Span, Quote } from "./bdi";
