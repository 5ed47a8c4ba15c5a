// Not built yet.
import { Loading } from "../ui/parts";

export default function View(_: { params: string[] }) {
  return <Loading />;
}
