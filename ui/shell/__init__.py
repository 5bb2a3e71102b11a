"""The frame around every screen: start, sign-in, navigation, menus, palette, lock."""
