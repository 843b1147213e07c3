// The page's Python by itself, for tests: the pages give nobody its name.
export { python } from "../../live/page/python.js";
