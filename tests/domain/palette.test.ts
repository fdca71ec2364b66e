import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contrastRatio, DEFAULT_PALETTE, mix, overrideKey, parseColor, readableOn } from '#domain/palette.ts'

it.each([
  ['#abc', '#AABBCC'],
  ['#A1b2C3', '#A1B2C3'],
  [' #fff ', '#FFFFFF'],
  ['abc', null],
  ['#abcd', null],
  ['#12345g', null],
  ['red', null],
  ['#fff;color:red', null],
  ['', null],
])('reads %j as %j', (text, color) => {
  expect(parseColor(text)).toBe(color)
})

it.each([
  ['On Hold', 'on_hold'],
  [' In  Progress ', 'in_progress'],
  ['closed', 'closed'],
])('files the status %j under %s', (status, key) => {
  expect(overrideKey(status)).toBe(key)
})

it('holds the gradient people know', () => {
  expect(Object.values(DEFAULT_PALETTE.gradient)).toEqual(['#BAE6FD', '#FDE047', '#FB923C', '#EF4444', '#7F1D1D'])
  expect(Object.keys(DEFAULT_PALETTE.statuses)).toEqual(['on_hold', 'resolved', 'closed', 'cancelled'])
})

describe('contrast', () => {
  it.each([
    ['#000000', '#FFFFFF', 21],
    ['#FFFFFF', '#000000', 21],
    ['#777777', '#FFFFFF', 4.48],
    ['#EF4444', '#EF4444', 1],
  ])('of %s and %s is %d', (one, other, ratio) => {
    expect(contrastRatio(one, other)).toBeCloseTo(ratio, 2)
  })

  it.each([
    ['stage0', '#BAE6FD', '#0F172A'],
    ['stage1', '#FDE047', '#0F172A'],
    ['overdue', '#7F1D1D', '#F8FAFC'],
    ['closed', '#475569', '#F8FAFC'],
  ])('on %s (%s) is best with %s', (_name, color, ink) => {
    expect(readableOn(color)).toBe(ink)
  })

  it('of the chosen ink is always enough for large text', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffff }), (value) => {
        const color = `#${value.toString(16).padStart(6, '0')}`
        expect(contrastRatio(color, readableOn(color))).toBeGreaterThan(4)
      }),
    )
  })
})

it.each([
  [0, '#000000'],
  [0.5, '#80402B'],
  [1, '#FF8055'],
])('mixes %d of the second colour in', (share, color) => {
  expect(mix('#000000', '#FF8055', share)).toBe(color)
})
