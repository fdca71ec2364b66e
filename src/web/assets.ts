import express, { Router } from 'express'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

const YEAR_MS = 365 * 86_400_000

const foldersOf = (root: string) => [path.join(root, 'dist/assets'), path.join(root, 'public')]

/** An address that changes with the content, so that browsers may keep a file for a year. */
export function assetUrl(root: string): (name: string) => string {
  const known = new Map<string, string>()
  return (name) => {
    const url = known.get(name) ?? versioned(root, name)
    known.set(name, url)
    return url
  }
}

function versioned(root: string, name: string): string {
  const file = foldersOf(root)
    .map((folder) => path.join(folder, name))
    .find((candidate) => existsSync(candidate))
  const version = file ? createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 10) : 'missing'
  return `/assets/${name}?v=${version}`
}

/** Scripts, styles and fonts: built ones first, then public/. */
export function assetRoutes(root: string): Router {
  const router = Router()
  for (const folder of foldersOf(root)) {
    router.use(
      '/assets',
      express.static(folder, { maxAge: YEAR_MS, immutable: true, index: false, redirect: false, dotfiles: 'ignore' }),
    )
  }
  return router
}
