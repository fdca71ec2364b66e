export type Priority = {
  readonly key: string
  readonly label: string
  readonly color: string
  readonly ageStageDays: readonly number[]
  readonly firstResponseSeconds: number | null
  readonly resolutionSeconds: number | null
  readonly updateLimitSeconds: number | null
}

/** A key the operator has since removed gives a stand-in without targets, which still ages. */
export function priorityOf(list: readonly Priority[], key: string): Priority {
  return list.find((priority) => priority.key === key) ?? strayPriority(key)
}

/** 1 is the lowest; an unknown key ranks below all, at 0. */
export function rankOf(list: readonly Priority[], key: string): number {
  return list.findIndex((priority) => priority.key === key) + 1
}

function strayPriority(key: string): Priority {
  return {
    key,
    label: key,
    color: '#3B82F6',
    ageStageDays: [7, 14, 21, 28],
    firstResponseSeconds: null,
    resolutionSeconds: null,
    updateLimitSeconds: null,
  }
}
