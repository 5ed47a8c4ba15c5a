export function PointMap(_: { lat: number | null; lon: number | null; near: readonly (readonly [number, number])[]; put: (lat: number, lon: number) => void }) { return null; }
