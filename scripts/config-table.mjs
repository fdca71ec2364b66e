// Prints the table of config keys for the README, from the published schema.
import { readFileSync } from 'node:fs'
import path from 'node:path'

const schema = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../config/schema.json'), 'utf8'))

function rows({ properties = {} }, prefix = '') {
  return Object.entries(properties).flatMap(([name, node]) => {
    if (node.properties) return rows(node, `${prefix}${name}.`)
    const value = node.default === undefined ? '' : `\`${JSON.stringify(node.default).replaceAll('|', '\\|')}\``
    return [`| \`${prefix}${name}\` | ${value.length > 70 ? '(a list)' : value} | ${node.description ?? ''} |`]
  })
}

console.log(['| key | default | what it is |', '|---|---|---|', ...rows(schema)].join('\n'))
