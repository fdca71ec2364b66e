import type { Desk } from '#src/desk.ts'
import type { Poller } from './poller.ts'

export function listenSources({ bus }: Desk, poller: Poller): void {
  bus.on('source.asked', ({ sourceId }) => poller.ask(sourceId))
  bus.on('config.changed', () => poller.reload())
}
