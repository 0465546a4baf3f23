"""Registers the register's screens in the admin."""

from wagtail import hooks

from tokkasite.register.staff import RegisterGroup


@hooks.register("register_admin_viewset")
def register_register() -> RegisterGroup:
    return RegisterGroup()
