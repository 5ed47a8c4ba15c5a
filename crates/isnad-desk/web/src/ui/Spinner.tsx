export { Spinner } from "./parts";
