export const STAGES = ['stage0', 'stage1', 'stage2', 'stage3', 'overdue'] as const

export type Stage = (typeof STAGES)[number]

export const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  stage0: 'On track',
  stage1: 'Watch',
  stage2: 'Warning',
  stage3: 'Critical',
  overdue: 'Overdue',
}

/** Sorts the calm before the urgent; negate it for a board. */
export const compareStages = (one: Stage, other: Stage): number => STAGES.indexOf(one) - STAGES.indexOf(other)
