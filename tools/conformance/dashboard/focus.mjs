/** Waits until something has the focus: what took it away gives it back a moment after it is gone. */
export function focusOn(locator) {
  return locator.and(locator.page().locator(':focus')).waitFor();
}

/** Waits until what stands in front of the page has the focus: from then on it hears keys. */
export function inFront(page) {
  return page.locator('[role=dialog]:focus-within').waitFor();
}
