import express, { Router } from 'express'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import path from 'node:path'

const FOR_A_YEAR = 'public, max-age=31536000, immutable'

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

/** Pages are not kept, so it must be said that these are; an address without a version is asked for again each day. */
function keep(response: ServerResponse): void {
  response.setHeader('Cache-Control', response.req.url?.includes('?v=') ? FOR_A_YEAR : 'public, max-age=86400')
}

/** Scripts, styles and fonts: built ones first, then public/. */
export function assetRoutes(root: string): Router {
  const router = Router()
  for (const folder of foldersOf(root)) {
    router.use(
      '/assets',
      express.static(folder, {
        cacheControl: false,
        setHeaders: keep,
        index: false,
        redirect: false,
        dotfiles: 'ignore',
      }),
    )
  }
  return router
}
