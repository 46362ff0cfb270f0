/** Line and area of a spark, scaled to the box; null when there is nothing to draw. */
export function sparkPath(
  points: readonly (readonly [number, number])[],
  width: number,
  height: number,
): { line: string; area: string } | null {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || points.length < 2 || last[0] <= first[0]) return null;
  const most = Math.max(1, ...points.map((p) => p[1]));
  const x = (at: number) => (((at - first[0]) / (last[0] - first[0])) * width).toFixed(1);
  // A little air above, so that the line's upper half is not cut.
  const y = (watts: number) => (height - (Math.max(0, watts) / most) * (height - 3)).toFixed(1);
  const line = `M${points.map(([at, watts]) => `${x(at)} ${y(watts)}`).join('L')}`;
  return { line, area: `${line}L${width} ${height}L0 ${height}Z` };
}
