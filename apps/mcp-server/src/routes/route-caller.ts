export type { RouteAnswer, RouteCall, RouteCaller } from '@safeai/client';
