/**
 * The absolute path of the folder with the dashboard's files: `index.html`, what lies beside it, and `assets`, whose files
 * have a digest in their names. Files over 1 KB have their `.br` and `.gz` forms beside them.
 */
export declare const DASHBOARD_FILES: string;
