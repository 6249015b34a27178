import type { View } from "../view.ts"; export const modelView = (): View => ({ element: document.createElement('div') });
