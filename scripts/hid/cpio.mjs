// Writes files in the form in which the kernel takes its first root, "newc".
import { closeSync, lstatSync, openSync, readFileSync, readdirSync, readlinkSync, writeSync } from 'node:fs'
import path from 'node:path'

const hex = (value) => value.toString(16).padStart(8, '0')
const padded = (bytes) => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])

/** Packs everything below `folder` into `file`. */
export function packRoot(folder, file) {
  const out = openSync(file, 'w')
  let inode = 1
  const entry = (name, mode, body) => {
    const numbers = [inode++, mode, 0, 0, 1, 0, body.length, 0, 0, 0, 0, name.length + 1, 0]
    writeSync(out, padded(Buffer.from(`070701${numbers.map(hex).join('')}${name}\0`)))
    writeSync(out, padded(body))
  }
  const walk = (below) => {
    for (const name of readdirSync(path.join(folder, below))) {
      const [inner, full] = [path.join(below, name), path.join(folder, below, name)]
      const stat = lstatSync(full)
      if (stat.isSymbolicLink()) entry(inner, stat.mode, Buffer.from(readlinkSync(full)))
      else entry(inner, stat.mode, stat.isDirectory() ? Buffer.alloc(0) : readFileSync(full))
      if (stat.isDirectory()) walk(inner)
    }
  }
  walk('')
  inode = 0
  entry('TRAILER!!!', 0, Buffer.alloc(0))
  closeSync(out)
}
