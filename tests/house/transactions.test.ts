import ts from 'typescript'
import { expect, it } from 'vitest'
import { sources } from './sources.ts'

/** What is awaited inside `db.write(async (tx) => …)`, as text. */
function awaitedInWrites(file: string, text: string): string[] {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const collect = (node: ts.Node): void => {
    if (ts.isAwaitExpression(node)) found.push(node.expression.getText())
    ts.forEachChild(node, collect)
  }
  const visit = (node: ts.Node): void => {
    const [work] = ts.isCallExpression(node) && node.expression.getText().endsWith('.write') ? node.arguments : []
    if (work && ts.isArrowFunction(work) && work.parameters[0]?.name.getText() === 'tx') collect(work.body)
    else ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

it('awaits nothing but the database inside a transaction', () => {
  const awaited = sources.flatMap(({ file, text }) =>
    awaitedInWrites(file, text).map((expression) => ({ file, expression })),
  )
  const foreign = awaited.filter(
    ({ expression }) => !/^\(?(?:await )?tx\./.test(expression) && !/[(,]\s*tx\b/.test(expression),
  )
  expect(awaited.length).toBeGreaterThan(10)
  expect(foreign).toEqual([])
})
