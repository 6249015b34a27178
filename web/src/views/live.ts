import type { View } from "../view.ts"; export const liveView = (): View => ({ element: document.createElement('div') });
