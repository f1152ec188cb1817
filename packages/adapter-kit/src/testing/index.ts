/** What every adapter must do. */
export {};
