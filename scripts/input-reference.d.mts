/** `action.yml` and `action-types.yml` by file name, as the registry of inputs makes them. */
export function actionFiles(): Promise<Record<string, string>>;
