import type { View } from "../view.ts"; export const libraryView = (): View => ({ element: document.createElement('div') });
