import type { Express } from 'express'
import type { Guard } from '#web/guard.ts'

export type KnownRoute = { readonly method: string; readonly path: string; readonly permission: string | null }

type Layer = {
  readonly handle: { readonly stack?: readonly Layer[] } & Partial<Guard>
  readonly route?: {
    readonly path: string | readonly string[]
    readonly methods: Readonly<Record<string, boolean>>
    readonly stack: readonly Layer[]
  }
}

/** Every route the app registers, with the permission its first handler names. */
export function routesOf(app: Express): KnownRoute[] {
  return walk((app as unknown as { router: { stack: readonly Layer[] } }).router.stack)
}

function walk(stack: readonly Layer[]): KnownRoute[] {
  return stack.flatMap(({ handle, route }) => {
    if (!route) return walk(handle.stack ?? [])
    const permission = route.stack[0]?.handle.permission ?? null
    return [route.path]
      .flat()
      .flatMap((path) =>
        Object.keys(route.methods).map((method) => ({ method: method.toUpperCase(), path, permission })),
      )
  })
}
