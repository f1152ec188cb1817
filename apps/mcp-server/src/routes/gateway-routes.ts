// A module of its own, to be loaded when it is needed.
export { HttpRoutes } from '@safeai/client';
