"""Looking at a page as readers with different eyes, screens and papers do. Every function returns what is wrong."""

from typing import Literal

from playwright.sync_api import Page

from .axe import OF_COLOURS, axe_findings, width_beyond

NARROW, PAPER = 320, 720  # CSS pixels: a small phone, and a sheet of letter paper between its margins
FRAME = """language => {
  const found = [], all = selector => [...document.querySelectorAll(selector)]
  if (all('h1').length !== 1) found.push(`${all('h1').length} first-level headings`)
  if (!document.title.replace(/^.{0,2}[–-]/, '').trim()) found.push('no title')
  if (document.documentElement.lang !== language) found.push(`lang is ${document.documentElement.lang}`)
  const ids = all('[id]').map(element => element.id), twice = ids.filter((id, n) => ids.indexOf(id) !== n)
  if (twice.length) found.push(`ids used twice: ${twice}`)
  const named = bar => bar.ariaLabel || bar.getAttribute('aria-labelledby') || bar.labels.length
    || bar.closest('[aria-hidden=true]')
  for (const bar of all('progress, meter')) if (!named(bar)) found.push(`without a name: ${bar.outerHTML.slice(0, 90)}`)
  for (const styled of all('[style]')) found.push(`styled in place: ${styled.outerHTML.slice(0, 90)}`)
  return found
}"""
UNFOLD = "() => document.querySelectorAll('main details').forEach(folded => { folded.open = true })"
READ = """() => {
  const words = 'main :is(h1, h2, h3, h4, p, li, dt, dd, th, td, figcaption, blockquote)'
  const acts = 'form, nav, button, .btn, .vh, .aside, [role=status], [role=alert]'
  const said = element => element.innerText.trim()
  const onlyActs = element => said(element) === [...element.querySelectorAll('.btn, .vh')].map(said).join('').trim()
  window.wasRead = [...document.querySelectorAll(words)].filter(element => !element.closest(acts)
    && element.checkVisibility({visibilityProperty: true}) && said(element) && !onlyActs(element))
}"""
LOST = """() => {
  const gone = window.wasRead.filter(element => !element.getClientRects().length)
  const cut = [...document.querySelectorAll('main *')].filter(element => element.scrollWidth > element.clientWidth + 1
    && element.clientWidth > 1 && ['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(element).overflowX)
    && !element.closest('.vh, svg, input, textarea, select, progress'))
  return [...gone.map(element => `not printed: ${element.outerHTML.slice(0, 120)}`),
    ...cut.map(element => `cut on paper: ${element.outerHTML.slice(0, 120)}`)]
}"""


def faults_of(page: Page, language: str) -> list[str]:
    """Return everything that is wrong with a page, in light and dark, on a small phone and on paper."""
    _light(page, "light")
    page.evaluate(UNFOLD)
    found = [*page.evaluate(FRAME, language), *axe_findings(page)]
    _light(page, "dark")
    found += [f"in the dark: {finding}" for finding in axe_findings(page, OF_COLOURS)]
    _light(page, "light")
    return [*found, *_narrow(page), *_printed(page)]


def _light(page: Page, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # colours that fade in would be measured half way


def _narrow(page: Page) -> list[str]:
    with_width = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": 800})
    beyond = width_beyond(page)
    if with_width:
        page.set_viewport_size(with_width)
    return [f"{beyond} pixels wider than {NARROW}"] if beyond else []


def _printed(page: Page) -> list[str]:
    with_width = page.viewport_size
    page.evaluate(READ)
    page.set_viewport_size({"width": PAPER, "height": 960})
    page.emulate_media(media="print")
    lost: list[str] = page.evaluate(LOST)
    page.emulate_media(media="screen")
    if with_width:
        page.set_viewport_size(with_width)
    return lost
