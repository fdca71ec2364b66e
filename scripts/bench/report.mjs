const HEADS = ['', 'p50 ms', 'p99 ms', 'req/s', 'CPU ms', '× floor', 'p50 × fl', 'KB sent', 'KB raw', 'target']

/** The figures as a table; what is over its target says by how much. */
export function table(rows, floor) {
  const cells = rows.map((row) => [
    row.name,
    row.p50.toFixed(2),
    row.p99.toFixed(1),
    row.perSecond.toFixed(0),
    row.cpu === null ? 'n/a' : row.cpu.toFixed(2),
    row.cpu === null ? 'n/a' : (row.cpu / floor.cpu).toFixed(1),
    (row.p50 / floor.p50).toFixed(1),
    (row.packed / 1024).toFixed(1),
    (row.raw / 1024).toFixed(1),
    verdict(row, floor),
  ])
  return aligned([HEADS, ...cells])
}

/** `ok`, or each target that was missed. */
export function verdict({ targets, p50, p99, cpu, packed }, floor) {
  const checks = [
    ['CPU', '× floor', cpu === null ? null : cpu / floor.cpu, targets.floors],
    ['p50', ' ms', p50, targets.p50],
    ['p99', ' ms', p99, targets.p99],
    ['sent', ' KB', packed / 1024, targets.packedKb],
  ].filter(([, , value, most]) => most !== undefined && value !== null)
  const over = checks
    .filter(([, , value, most]) => value > most)
    .map(([name, unit, value, most]) => `${name} ${value.toFixed(1)} > ${most}${unit}`)
  if (checks.length === 0) return ''
  return over.length === 0 ? 'ok' : `over: ${over.join(', ')}`
}

/** One figure with its target: at most, or at least when `least`. */
export function line(name, value, { most, least, unit }) {
  if (value === null) return [name, 'n/a', '', '']
  const good = most === undefined ? value >= least : value <= most
  const target = most === undefined ? `at least ${least} ${unit}` : `at most ${most} ${unit}`
  return [name, `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`, target, good ? 'ok' : 'over']
}

/** Columns under each other: the first and the last to the left, figures to the right. */
export function aligned(rows) {
  const widths = rows[0].map((_cell, column) => Math.max(...rows.map((row) => row[column].length)))
  const placed = (cell, column) =>
    column === 0 || column === widths.length - 1 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])
  return rows.map((row) => row.map(placed).join('  ').trimEnd()).join('\n')
}
