// Small sums on the globe: enough for a circle on a map of a few hundred kilometres.

/** The ground within `km` of a point, as a ring of 48. */
export function ring(lat: number, lon: number, km: number): [number, number][] {
  const dLat = km / 111.32;
  const dLon = dLat / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
  return Array.from({ length: 49 }, (_, k) => {
    const a = (k / 48) * 2 * Math.PI;
    return [lon + dLon * Math.cos(a), lat + dLat * Math.sin(a)];
  });
}
