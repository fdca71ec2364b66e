import type { Status, StatusKind, Workflow } from '#domain/status.ts'

const COLUMNS: readonly (readonly StatusKind[])[] = [
  ['open'],
  ['active'],
  ['hold'],
  ['resolved'],
  ['closed', 'cancelled'],
]
const [WIDTH, HEIGHT, GAP_X, GAP_Y, EDGE] = [138, 38, 74, 30, 14]
const LONGEST = 17

type Node = { readonly status: Status; readonly column: number; readonly x: number; readonly y: number }

/** The workflow as a drawing: kinds as columns, a line for every way, a head at each end that can be reached. */
export function diagramOf(workflow: Workflow) {
  const columns = COLUMNS.map((kinds) => workflow.filter(({ kind }) => kinds.includes(kind))).filter(
    (statuses) => statuses.length > 0,
  )
  const nodes = columns.flatMap((statuses, column) => statuses.map((status, row) => nodeAt(status, column, row)))
  const rows = Math.max(...columns.map((statuses) => statuses.length))
  const lines = linesOf(nodes)
  const deepest = Math.max(0, ...lines.map(({ depth }) => depth))
  return {
    width: columns.length * (WIDTH + GAP_X) - GAP_X + 2 * EDGE + 24,
    height: rows * (HEIGHT + GAP_Y) - GAP_Y + 2 * EDGE + deepest,
    nodes: nodes.map(({ status, x, y }) => ({
      ...{ x, y, width: WIDTH, height: HEIGHT, kind: status.kind, label: clipped(status.label) },
      textX: x + WIDTH / 2,
      textY: y + HEIGHT / 2 + 4.5,
    })),
    lines: lines.map(({ path, both }) => ({ path, both })),
  }
}

const clipped = (label: string) => (label.length > LONGEST ? `${label.slice(0, LONGEST - 1)}…` : label)

const nodeAt = (status: Status, column: number, row: number): Node => ({
  status,
  column,
  x: EDGE + column * (WIDTH + GAP_X),
  y: EDGE + row * (HEIGHT + GAP_Y),
})

/** One line for two ways that lead there and back. */
function linesOf(nodes: readonly Node[]) {
  return nodes.flatMap((from, index) =>
    nodes.slice(index + 1).flatMap((to) => {
      const [there, back] = [leads(from, to), leads(to, from)]
      if (!there && !back) return []
      const bottom = Math.max(...nodes.map(({ y }) => y)) + HEIGHT
      return [{ ...lineOf(there ? from : to, there ? to : from, bottom), both: there && back }]
    }),
  )
}

const leads = (from: Node, to: Node): boolean => from.status.to.some(({ status }) => status === to.status.key)

function lineOf(from: Node, to: Node, bottom: number): { readonly path: string; readonly depth: number } {
  const span = Math.abs(to.column - from.column)
  if (span === 0) return beside(from, to)
  return span === 1 ? across(from, to) : below(from, to, { bottom, span })
}

/** Between neighbours: out of one side, into the other. */
function across(from: Node, to: Node) {
  const forward = to.column > from.column
  const [x1, x2] = forward ? [from.x + WIDTH, to.x] : [from.x, to.x + WIDTH]
  const [y1, y2] = [from.y + HEIGHT / 2, to.y + HEIGHT / 2]
  const bend = forward ? GAP_X / 2 : -GAP_X / 2
  return { path: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`, depth: 0 }
}

/** Within a column: a bow on its right. */
function beside(from: Node, to: Node) {
  const x = from.x + WIDTH
  const [y1, y2] = [from.y + HEIGHT / 2, to.y + HEIGHT / 2]
  return { path: `M${x} ${y1}C${x + 34} ${y1} ${x + 34} ${y2} ${x} ${y2}`, depth: 0 }
}

/** Over more than one column: beneath everything, the deeper the longer. */
function below(from: Node, to: Node, { bottom, span }: { bottom: number; span: number }) {
  const forward = to.column > from.column
  // Long lines keep to the middle, so that short ones do not run along them.
  const shift = Math.max(50 - 14 * (span - 1), 0)
  const [x1, x2] = [from.x + WIDTH / 2 + (forward ? shift : -shift), to.x + WIDTH / 2 + (forward ? -shift : shift)]
  const depth = 18 + span * 20
  const y = bottom + depth * 1.15
  return {
    path: `M${x1} ${from.y + HEIGHT}C${x1} ${y} ${x2} ${y} ${x2} ${to.y + HEIGHT}`,
    depth,
  }
}
